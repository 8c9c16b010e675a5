package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.core.LayerSettings;
import java.util.Collection;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The steps from a configuration to a layer that all layer kinds have in common. */
final class LayerInstances {

  private static final String N_IN_REMEDY =
      "set .nIn(..), or the network's input type so that it is inferred";

  private static final String N_OUT_REMEDY =
      "set .nOut(..) to the number of outputs, at most " + Integer.MAX_VALUE;

  private LayerInstances() {}

  /** Refuses sizes when the layer is built; an nIn of 0 is inferred later. */
  static void validateSizes(LayerSettings settings, long nIn, long nOut) {
    validateNIn(settings, nIn);
    settings.atLeast(1, "nOut", nOut, N_OUT_REMEDY);
  }

  /** Refuses a negative nIn; one of 0 is inferred later. */
  static void validateNIn(LayerSettings settings, long nIn) {
    settings.atLeast(0, "nIn", nIn, N_IN_REMEDY);
  }

  static void requireNchw(LayerSettings settings, CNN2DFormat format) {
    settings.require(
        format == CNN2DFormat.NCHW,
        "data format",
        format,
        "NCHW",
        "permute images to [minibatch, channels, height, width] and use"
            + " InputType.convolutional(height, width, channels)");
  }

  /** Refuses settings when the network is initialised: nIn, and what came from a file. */
  static <T extends FeedForwardLayer & QuantizedLayer> void requireValid(T conf) {
    LayerSettings settings = settings(conf);
    validateKnownSizes(settings, conf.getNIn(), conf.getNOut());
    conf.quantization().validate(settings);
    settings.require(
        !(conf.getIUpdater() instanceof FlipUpdater flips) || flips.others().isPresent(),
        "updater",
        conf.getIUpdater(),
        "one for latent floats",
        "name it, for example .withOthers(new Adam(1e-3)), or take a Boolean layer");
  }

  /** Refuses sizes when the network is initialised. */
  static void validateKnownSizes(LayerSettings settings, long nIn, long nOut) {
    settings.atLeast(1, "nIn", nIn, N_IN_REMEDY);
    settings.atLeast(1, "nOut", nOut, N_OUT_REMEDY);
  }

  /** Refuses an nIn that the input type has replaced by another. */
  static void requireSameNIn(FeedForwardLayer conf, long configured, InputType inputType) {
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

  static LayerSettings settings(FeedForwardLayer conf) {
    return new LayerSettings(conf.getClass().getSimpleName(), conf.getLayerName());
  }

  /** Hands a new layer its parameters and surroundings. */
  static BaseLayer<?> configure(
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
