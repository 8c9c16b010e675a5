package io.dl4jcompact.quant;

import io.dl4jcompact.core.NaiveConvolution;
import io.dl4jcompact.core.Operands;
import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a quantised layer computes before its activation function, by plain loops over doubles.
 * Knows the scalar definition of a quantiser and nothing of the layers' implementations; of the
 * observers min_max and moving_average.
 */
final class NaiveQuantized {

  private final LayerQuantization quantization;
  private final NaiveConvolution convolution;
  private final int[] inputShape;
  private final int[] weightShape;
  private final double[] x;
  private final double[] w;
  private final double inputLogStep;
  private final double[] weightLogSteps;
  private final List<AffineQuantizer> inputSteps;
  private final List<AffineQuantizer> weightSteps;

  private NaiveQuantized(FeedForwardLayer conf, Operands at, double... range) {
    quantization = ((QuantizedOperator) conf).quantization();
    convolution = NaiveConvolution.of(conf);
    inputShape = fourDimensions(at.input());
    weightShape = fourDimensions(channels(at));
    x = values(at.input());
    w = values(channels(at));
    inputLogStep = logSteps(at, "inputLogStep")[0];
    weightLogSteps = logSteps(at, "weightLogStep");
    inputSteps = List.of(step(quantization.input(), range[0], range[1], inputLogStep));
    int channels = quantization.weights().perChannel() ? weightShape[0] : 1;
    AffineQuantizer[] steps = new AffineQuantizer[channels];
    int each = w.length / channels;
    for (int n = 0; n < channels; n++) {
      double[] own = Arrays.copyOfRange(w, n * each, (n + 1) * each);
      double logStep = weightLogSteps[Math.min(n, weightLogSteps.length - 1)];
      steps[n] = step(quantization.weights(), least(own), greatest(own), logStep);
    }
    weightSteps = List.of(steps);
  }

  /** A layer that sees this minibatch while it trains. */
  static NaiveQuantized training(FeedForwardLayer conf, Operands at) {
    double least = least(values(at.input()));
    double greatest = greatest(values(at.input()));
    INDArray state = at.parameters().get("inputObserver");
    double seen = state == null ? 0 : Math.max(0, (long) state.getDouble(0));
    Observer observer = ((QuantizedOperator) conf).quantization().input().observer();
    if (seen == 0) {
      return new NaiveQuantized(conf, at, least, greatest);
    }
    if (observer instanceof MovingAverageObserver average) {
      double keep = Math.min(average.decay(), seen / (seen + 1));
      least = keep * state.getDouble(1) + (1 - keep) * least;
      greatest = keep * state.getDouble(2) + (1 - keep) * greatest;
    } else {
      least = Math.min(least, state.getDouble(1));
      greatest = Math.max(greatest, state.getDouble(2));
    }
    return new NaiveQuantized(conf, at, Math.min(least, greatest), Math.max(least, greatest));
  }

  /** A layer at inference after training. */
  static NaiveQuantized inference(FeedForwardLayer conf, Operands at) {
    INDArray state = at.parameters().get("inputObserver");
    return state == null
        ? new NaiveQuantized(conf, at, 0, 0)
        : new NaiveQuantized(conf, at, state.getDouble(1), state.getDouble(2));
  }

  private static AffineQuantizer step(
      QuantizationScheme scheme, double least, double greatest, double logStep) {
    if (scheme.isNone()) {
      return new AffineQuantizer(1, 0, -1, 1);
    }
    float low = (float) least;
    float high = (float) greatest;
    AffineQuantizer observed =
        scheme.interval() == Interval.SYMMETRIC
            ? AffineQuantizer.symmetric(scheme.bits(), Math.max(Math.abs(low), Math.abs(high)))
            : AffineQuantizer.asymmetric(scheme.bits(), low, high);
    float scale =
        logStep == 0 ? observed.scale() : (float) (observed.scale() * Math.pow(2, logStep));
    return new AffineQuantizer(scale, observed.zeroPoint(), observed.low(), observed.high());
  }

  private static double least(double... values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  private static double greatest(double... values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double[] logSteps(Operands at, String key) {
    INDArray parameter = at.parameters().get(key);
    return parameter == null ? new double[1] : values(parameter);
  }

  private static INDArray channels(Operands operands) {
    INDArray weights = operands.parameters().get("W");
    return weights.rank() == 2 ? weights.transpose() : weights;
  }

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  private static int[] fourDimensions(INDArray array) {
    int[] shape = {1, 1, 1, 1};
    for (int i = 0; i < array.rank(); i++) {
      shape[i] = (int) array.size(i);
    }
    return shape;
  }

  /**
   * z of a layer that is linear in the moved operands and ρ and equals the quantised one, in value,
   * where it stands.
   */
  double[] output(Operands moved) {
    double[] bias =
        moved.parameters().containsKey("b") ? values(moved.parameters().get("b")) : null;
    double[] xs =
        surrogate(
            quantization.input(),
            inputSteps,
            x,
            values(moved.input()),
            new double[] {inputLogStep},
            logSteps(moved, "inputLogStep"));
    double[] ws =
        surrogate(
            quantization.weights(),
            weightSteps,
            w,
            values(channels(moved)),
            weightLogSteps,
            logSteps(moved, "weightLogStep"));
    double[] z = convolution.convolve(xs, inputShape, ws, weightShape, 0);
    int pixels = z.length / (inputShape[0] * weightShape[0]);
    for (int i = 0; bias != null && i < z.length; i++) {
      z[i] += bias[i / pixels % weightShape[0]];
    }
    return z;
  }

  private static double[] surrogate(
      QuantizationScheme scheme,
      List<AffineQuantizer> steps,
      double[] at,
      double[] moved,
      double[] logSteps,
      double[] movedLogSteps) {
    if (scheme.isNone()) {
      return moved;
    }
    double[] result = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      int channel = i / (at.length / steps.size());
      AffineQuantizer q = steps.get(channel);
      double s = q.scale();
      double rounded = Math.rint(at[i] / s);
      double c = Math.max(q.low() - q.zeroPoint(), Math.min(q.high() - q.zeroPoint(), rounded));
      double inside = c == rounded ? 1 : 0;
      double moveOfStep =
          movedLogSteps[channel % logSteps.length] - logSteps[channel % logSteps.length];
      result[i] =
          s * c + inside * (moved[i] - at[i]) + Math.log(2) * (s * c - inside * at[i]) * moveOfStep;
    }
    return result;
  }
}
