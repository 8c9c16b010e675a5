package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.OneBitQuantizer;
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
 * function: that of a ReLU is 0 wherever the step gives 0. Without a ReLU a step at 0 or above
 * gives the same bits, since max(z, 0) &gt; θ where z &gt; θ. The other functions have values on
 * both sides of a threshold above 0, or one from the data, and stay in front of these.
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

  /** These are the identity above 0. */
  private static final Set<Class<? extends IActivation>> RECTIFIERS =
      Set.of(ActivationReLU.class, ActivationReLU6.class);

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
        || !isReadByOneBitInputsOnly(node, function)) {
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

  private static boolean isReadByOneBitInputsOnly(LayerGraph.Node node, IActivation function) {
    return !node.isOutput()
        && !node.consumers().isEmpty()
        && node.consumers().stream()
            .allMatch(
                next ->
                    next.layer()
                        .map(
                            layer ->
                                needsBothSides(layer, function)
                                    || (keepsOrder(layer)
                                        && isReadByOneBitInputsOnly(next, function)))
                        .orElse(false));
  }

  /** Whether a layer makes bits of its input, and can do it better without the function. */
  private static boolean needsBothSides(Layer layer, IActivation function) {
    if (!(layer instanceof QuantizedLayer quantized) || quantized.inputQuantizer().bits() != 1) {
      return false;
    }
    boolean nothingBelow =
        quantized.quantization().inputRule() instanceof OneBitQuantizer rule
            && rule.threshold() <= 0;
    return nothingBelow || RECTIFIERS.contains(function.getClass());
  }

  /** Whether the layer only moves, drops or compares values, so that signs stay what they are. */
  private static boolean keepsOrder(Layer layer) {
    return MOVERS.contains(layer.getClass())
        || (POOLINGS.contains(layer.getClass())
            && ((SubsamplingLayer) layer).getPoolingType() == PoolingType.MAX);
  }
}
