package io.dl4jcompact.core;

import java.util.Collection;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The steps from a configuration to a layer that all layer kinds have in common. */
public final class LayerInstances {

  private static final String N_IN_REMEDY =
      "set .nIn(..), or the network's input type so that it is inferred";

  private static final String N_OUT_REMEDY =
      "set .nOut(..) to the number of outputs, at most " + Integer.MAX_VALUE;

  private LayerInstances() {}

  /** Refuses sizes when the layer is built; an nIn of 0 is inferred later. */
  public static void validateSizes(LayerSettings settings, long nIn, long nOut) {
    validateNIn(settings, nIn);
    settings.atLeast(1, "nOut", nOut, N_OUT_REMEDY);
  }

  /** Refuses a negative nIn; one of 0 is inferred later. */
  public static void validateNIn(LayerSettings settings, long nIn) {
    settings.atLeast(0, "nIn", nIn, N_IN_REMEDY);
  }

  /** Refuses images whose channels are last. */
  public static void requireNchw(LayerSettings settings, CNN2DFormat format) {
    settings.require(
        format == CNN2DFormat.NCHW,
        "data format",
        format,
        "NCHW",
        "permute images to [minibatch, channels, height, width] and use"
            + " InputType.convolutional(height, width, channels)");
  }

  /** Refuses sizes when the network is initialised. */
  public static void validateKnownSizes(LayerSettings settings, long nIn, long nOut) {
    settings.atLeast(1, "nIn", nIn, N_IN_REMEDY);
    settings.atLeast(1, "nOut", nOut, N_OUT_REMEDY);
  }

  /** Refuses an nIn that the input type has replaced by another. */
  public static void requireSameNIn(FeedForwardLayer conf, long configured, InputType inputType) {
    if (configured > 0 && configured != conf.getNIn()) {
      throw new IllegalStateException(
          settings(conf)
              .message(
                  "nIn",
                  configured,
                  conf.getNIn() + " by the layer's input " + inputType,
                  "leave .nIn(..) out so that it is inferred"));
    }
  }

  /** The layer's kind and name, for messages. */
  public static LayerSettings settings(FeedForwardLayer conf) {
    return new LayerSettings(conf.getClass().getSimpleName(), conf.getLayerName());
  }

  /** Hands a new layer its parameters and surroundings. */
  public static BaseLayer<?> configure(
      BaseLayer<?> layer,
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray paramsView,
      boolean initializeParams) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(paramsView);
    layer.setParamTable(conf.getLayer().initializer().init(conf, paramsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }
}
