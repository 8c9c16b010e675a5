package io.dl4jcompact.quant.layers;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.StatisticOps;
import io.dl4jcompact.quant.BackwardScheme;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The values of a gradient that was clipped to a range and quantised. */
final class GradientQuantizer {

  private GradientQuantizer() {}

  /**
   * A new array, or the given one where nothing is quantised.
   *
   * @throws IllegalStateException if the gradient has NaN or infinite values; the message names the
   *     layer
   */
  static INDArray quantize(Layer conf, BackwardScheme scheme, INDArray delta) {
    if (scheme.isNone()) {
      return delta;
    }
    float range = StatisticOps.of(Statistic.quantile(scheme.share()), Transforms.abs(delta, true));
    if (!Float.isFinite(range)) {
      throw new IllegalStateException(
          LayerInstances.settings((FeedForwardLayer) conf)
              .message(
                  "the gradient's range",
                  range,
                  "a finite number",
                  "the loss diverged: lower the learning rate or clip the gradients"));
    }
    AffineQuantizer quantizer = AffineQuantizer.symmetric(scheme.bits(), range);
    AffineSteps steps = new AffineSteps(List.of(quantizer), 0, delta.dataType());
    QuantizationScheme rounding = QuantizationScheme.WEIGHTS.withRounding(scheme.rounding());
    return AffineOperand.quantize(rounding, delta, steps, true, delta.ulike()).values();
  }
}
