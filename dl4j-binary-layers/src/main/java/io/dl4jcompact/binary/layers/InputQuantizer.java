package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.core.FiniteInput;
import io.dl4jcompact.core.StatisticOps;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.ElementwiseQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.Map;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The element-wise quantiser of a layer's present input: the one that is configured, or, where that
 * is a {@link DynamicStepQuantizer}, a step at the batch's threshold or at the running one.
 */
final class InputQuantizer {

  private final BaseLayer<?> layer;
  private final Quantizer configured;
  private ElementwiseQuantizer present;

  InputQuantizer(BaseLayer<?> layer, Quantizer configured) {
    this.layer = layer;
    this.configured = configured;
  }

  /**
   * Chooses the quantiser of a new input.
   *
   * @throws IllegalStateException if the input has NaN or infinite values, which would be bits like
   *     any other; at inference too, since that is what frozen layers do in a training step
   */
  ElementwiseQuantizer choose(INDArray x, boolean training) {
    FiniteInput.require(layer.layerConf(), x);
    if (configured instanceof DynamicStepQuantizer dynamic) {
      present = dynamic.at(training ? batchThreshold(dynamic, x) : running());
    } else if (configured instanceof ElementwiseQuantizer elementwise) {
      present = elementwise;
    } else {
      throw new AssertionError(configured);
    }
    return present;
  }

  /** The one that was chosen last. */
  ElementwiseQuantizer present() {
    return present;
  }

  private float running() {
    return layer.getParam(RunningThreshold.KEY).getFloat(0);
  }

  private float batchThreshold(DynamicStepQuantizer dynamic, INDArray x) {
    return StatisticOps.of(dynamic.statistic(), x);
  }

  /**
   * Writes what is to be subtracted from the running threshold r, so that it becomes d·r + (1 -
   * d)·θ with the θ that was in use. It is 0 after a forward pass of inference, which frozen layers
   * make.
   */
  void writeThresholdGradient(Map<String, INDArray> gradientViews) {
    if (configured instanceof DynamicStepQuantizer dynamic
        && present instanceof StepQuantizer step) {
      double change = (1 - dynamic.decay()) * ((double) running() - step.threshold());
      gradientViews.get(RunningThreshold.KEY).assign(change);
    }
  }
}
