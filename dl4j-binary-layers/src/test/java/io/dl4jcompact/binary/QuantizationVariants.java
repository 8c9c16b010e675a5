package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.stream.Stream;

/** The quantisations that every layer kind's gradients are tested with. */
final class QuantizationVariants {

  private QuantizationVariants() {}

  /**
   * Every estimator, with and without a scale, with inputs that are bipolar, in {0, 1}, dynamic,
   * and of other values, which the weights then have too.
   */
  static Stream<Quantization> all() {
    return Stream.of(StraightThrough.values())
        .flatMap(
            estimator ->
                Stream.of(
                    new Quantization(
                        new SignQuantizer(-0.2f, estimator), new SignQuantizer(0, estimator), true),
                    new Quantization(
                        new StepQuantizer(0.1f, estimator), new SignQuantizer(0, estimator), false),
                    new Quantization(
                        new LevelQuantizer(1.5f, -0.25f, new StepQuantizer(0.1f, estimator)),
                        new LevelQuantizer(0.5f, -0.5f, new SignQuantizer(0, estimator)),
                        true),
                    new Quantization(
                        new LevelQuantizer(-0.5f, 1.25f, new SignQuantizer(-0.2f, estimator)),
                        new LevelQuantizer(0.75f, -0.25f, new SignQuantizer(0, estimator)),
                        true),
                    new Quantization(
                        new DynamicStepQuantizer(Statistic.mean(), 0.5, estimator),
                        new SignQuantizer(0, estimator),
                        false)));
  }
}
