package io.dl4jcompact.sparse;

import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.MaskableWeights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BasePretrainNetwork;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;

/** Which layers can be sparse. */
final class SupportedLayers {

  private SupportedLayers() {}

  /** Why a layer cannot be sparse; empty if it can. */
  static Optional<String> obstacle(Layer layer) {
    if (layer instanceof SparseLayer) {
      return Optional.of("is sparse already");
    }
    if (!(layer instanceof FeedForwardLayer)) {
      return Optional.of("is no FeedForwardLayer");
    }
    if (weightKeys(layer).isEmpty()) {
      return Optional.of("has no weights");
    }
    if (layer instanceof BasePretrainNetwork) {
      return Optional.of("is trained layer by layer");
    }
    if (layer instanceof MaskableWeights weights && weights.maskObstacle().isPresent()) {
      return weights.maskObstacle();
    }
    boolean output = layer instanceof BaseOutputLayer;
    boolean known =
        layer.getClass() == OutputLayer.class || layer.getClass() == RnnOutputLayer.class;
    return output && !known
        ? Optional.of("is an output layer other than OutputLayer and RnnOutputLayer")
        : Optional.empty();
  }

  static List<String> weightKeys(Layer layer) {
    ParamInitializer initializer = layer.initializer();
    return initializer == null ? List.of() : initializer.weightKeys(layer);
  }

  private static LayerSettings settings(Layer layer) {
    return new LayerSettings(
        "SparseLayer of " + layer.getClass().getSimpleName(), layer.getLayerName());
  }

  /**
   * @throws IllegalArgumentException naming a layer that cannot be sparse
   */
  static FeedForwardLayer requireSupported(Layer layer) {
    obstacle(layer)
        .ifPresent(
            obstacle -> {
              throw new IllegalArgumentException(
                  settings(layer)
                      .message(
                          "the wrapped layer",
                          "one that " + obstacle,
                          "a FeedForwardLayer with weights, such as DenseLayer, ConvolutionLayer,"
                              + " LSTM or OutputLayer",
                          "leave this one dense"));
            });
    if (layer instanceof ConvolutionLayer convolution && convolution.getCudnnAlgoMode() == null) {
      // As Deeplearning4j's own settings have it, which do not arrive here.
      convolution.setCudnnAlgoMode(ConvolutionLayer.AlgoMode.PREFER_FASTEST);
    }
    return (FeedForwardLayer) layer;
  }

  /** Refuses masks of what is no weight parameter, and none at all. */
  static void requireWeights(FeedForwardLayer layer, Set<String> masked) {
    List<String> weights = weightKeys(layer);
    settings(layer)
        .require(
            !masked.isEmpty() && weights.containsAll(masked),
            "the parameters with a mask",
            masked,
            "some of " + weights,
            "give masks of weights only");
  }

  /** The network's convolution mode reaches a layer that is a ConvolutionLayer, not one in it. */
  static void requireConvolutionMode(FeedForwardLayer layer) {
    if (layer instanceof ConvolutionLayer convolution) {
      settings(layer)
          .require(
              convolution.getConvolutionMode() != null,
              "convolutionMode",
              null,
              "one that is set on the wrapped layer, where the network's does not arrive",
              "set .convolutionMode(ConvolutionMode.Truncate), Deeplearning4j's default, or another"
                  + " on it");
    }
  }

  /** A rule for each weight parameter; all but the first get seeds of their own. */
  static Map<String, MaskRule> masks(Layer layer, MaskRule rule) {
    Map<String, MaskRule> masks = new TreeMap<>();
    List<String> keys = weightKeys(requireSupported(layer));
    for (int i = 0; i < keys.size(); i++) {
      masks.put(keys.get(i), i == 0 ? rule : rule.derived(i));
    }
    return masks;
  }
}
