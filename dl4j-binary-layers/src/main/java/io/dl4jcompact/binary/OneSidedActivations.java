package io.dl4jcompact.binary;

import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * Activation functions without negative values in front of one-bit inputs.
 *
 * <p>A sign would find nothing below its threshold, and a step's gradient would end at the
 * function: that of a ReLU is 0 wherever the step gives 0. Without the function, a step at 0 behind
 * a ReLU gives the same bits, since max(z, 0) &gt; 0 where z &gt; 0.
 */
final class OneSidedActivations {

  private static final Set<Class<? extends IActivation>> ONE_SIDED =
      Set.of(
          ActivationReLU.class,
          ActivationReLU6.class,
          ActivationSigmoid.class,
          ActivationHardSigmoid.class,
          ActivationSoftPlus.class,
          ActivationThresholdedReLU.class,
          ActivationRectifiedTanh.class);

  private static final Set<Class<? extends Layer>> MOVERS =
      Set.of(DropoutLayer.class, ZeroPaddingLayer.class, ZeroPadding1DLayer.class);

  private static final Set<Class<? extends Layer>> POOLINGS =
      Set.of(SubsamplingLayer.class, Subsampling1DLayer.class);

  private OneSidedActivations() {}

  /**
   * Takes the function away where all that reads the node are one-bit inputs.
   *
   * @return the function that was there
   */
  static Optional<IActivation> remove(LayerGraph.Node node) {
    Layer layer = node.layer().orElse(null);
    IActivation function = function(layer);
    if (function == null
        || !ONE_SIDED.contains(function.getClass())
        || !isReadByOneBitInputsOnly(node)) {
      return Optional.empty();
    }
    if (layer instanceof ActivationLayer activation) {
      activation.setActivationFn(new ActivationIdentity());
    } else {
      ((BaseLayer) layer).setActivationFn(new ActivationIdentity());
    }
    return Optional.of(function);
  }

  private static IActivation function(Layer layer) {
    if (layer instanceof ActivationLayer activation) {
      return activation.getActivationFn();
    }
    // Others, such as a batch normalisation, have the setting but do not use it.
    boolean uses =
        layer instanceof DenseLayer
            || layer instanceof ConvolutionLayer
            || layer instanceof QuantizedLayer;
    return uses ? ((BaseLayer) layer).getActivationFn() : null;
  }

  private static boolean isReadByOneBitInputsOnly(LayerGraph.Node node) {
    return !node.isOutput()
        && !node.consumers().isEmpty()
        && node.consumers().stream()
            .allMatch(
                next ->
                    next.layer()
                        .map(
                            layer ->
                                hasOneBitInput(layer)
                                    || (keepsOrder(layer) && isReadByOneBitInputsOnly(next)))
                        .orElse(false));
  }

  private static boolean hasOneBitInput(Layer layer) {
    return layer instanceof QuantizedLayer quantized && quantized.inputQuantizer().bits() == 1;
  }

  /** Whether the layer only moves, drops or compares values, so that signs stay what they are. */
  private static boolean keepsOrder(Layer layer) {
    return MOVERS.contains(layer.getClass())
        || (POOLINGS.contains(layer.getClass())
            && ((SubsamplingLayer) layer).getPoolingType() == PoolingType.MAX);
  }
}
