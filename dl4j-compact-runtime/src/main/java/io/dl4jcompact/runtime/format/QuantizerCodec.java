package io.dl4jcompact.runtime.format;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.ModelFormatException;

/** A one-bit quantiser: its kind, its estimator and its threshold. */
final class QuantizerCodec {

  private static final int STEP = 1;
  private static final int STOCHASTIC_STEP = 2;
  private static final int SIGN = 3;

  private QuantizerCodec() {}

  static void write(OneBitQuantizer quantizer, ByteSink out) {
    out.u8(kind(quantizer));
    Codes.ESTIMATORS.write(quantizer.estimator(), out);
    out.f32(quantizer.threshold());
  }

  /**
   * @throws IllegalArgumentException if the threshold is not one that the quantiser can have
   */
  static OneBitQuantizer read(Cursor in) throws ModelFormatException {
    int kind = in.u8("quantiser");
    StraightThrough estimator = Codes.ESTIMATORS.read(in);
    float threshold = in.f32("threshold");
    return switch (kind) {
      case STEP -> new StepQuantizer(threshold, estimator);
      case STOCHASTIC_STEP -> stochastic(threshold, estimator);
      case SIGN -> new SignQuantizer(threshold, estimator);
      default -> throw in.unknown("quantiser " + kind + " is not known, expected 1..3");
    };
  }

  private static int kind(OneBitQuantizer quantizer) {
    if (quantizer instanceof StepQuantizer) {
      return STEP;
    }
    if (quantizer instanceof StochasticStepQuantizer) {
      return STOCHASTIC_STEP;
    }
    if (quantizer instanceof SignQuantizer) {
      return SIGN;
    }
    throw new AssertionError("no code for " + quantizer.getClass());
  }

  private static OneBitQuantizer stochastic(float threshold, StraightThrough estimator) {
    OneBitQuantizer quantizer = new StochasticStepQuantizer(estimator);
    if (threshold != quantizer.threshold()) {
      throw new IllegalArgumentException(
          "a stochastic step has threshold " + quantizer.threshold() + ", found " + threshold);
    }
    return quantizer;
  }
}
