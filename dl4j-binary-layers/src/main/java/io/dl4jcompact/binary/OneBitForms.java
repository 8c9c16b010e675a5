package io.dl4jcompact.binary;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.IntNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The one-bit layers that take the place of Deeplearning4j's.
 *
 * <p>A one-bit configuration extends what its float one extends, so that it has the same settings
 * by the same names: one is made of the other's JSON, and no setting can be forgotten. A separable
 * convolution becomes two layers first: {@link SeparatedLayer}.
 */
final class OneBitForms {

  private static final Map<Class<? extends Layer>, Class<? extends QuantizedLayer>> FORMS =
      Map.of(
          DenseLayer.class, BinaryDenseLayer.class,
          ConvolutionLayer.class, BinaryConvolutionLayer.class,
          DepthwiseConvolution2D.class, BinaryDepthwiseConvolutionLayer.class,
          Convolution1DLayer.class, BinaryConvolution1DLayer.class);

  /** What these have across time, where Deeplearning4j repeats the setting and does not use it. */
  private static final Map<String, Integer> ACROSS_TIME =
      Map.of("kernelSize", 1, "stride", 1, "dilation", 1, "padding", 0);

  private OneBitForms() {}

  /** Why a layer has no one-bit form; empty if it has. */
  static Optional<String> obstacle(Layer layer) {
    if (layer instanceof QuantizedLayer) {
      return Optional.of("is quantised already");
    }
    if (!FORMS.containsKey(layer.getClass()) && !SeparatedLayer.isSeparable(layer)) {
      return Optional.of("has no one-bit form");
    }
    if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
      return Optional.of("has a layer normalisation");
    }
    if (layer instanceof Convolution1DLayer sequence
        && sequence.getRnnDataFormat() != RNNFormat.NCW) {
      return Optional.of("has its time steps first");
    }
    if (layer instanceof ConvolutionLayer convolution
        && convolution.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
      return Optional.of("has its channels last");
    }
    return Optional.empty();
  }

  /** The one-bit form of a layer that has one. */
  static Layer of(Layer layer, Quantization quantization) {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    ObjectNode json = mapper.valueToTree(layer);
    json.put("@class", FORMS.get(layer.getClass()).getName());
    json.remove(List.of("hasLayerNorm", "rnnDataFormat"));
    if (layer instanceof Convolution1DLayer) {
      ACROSS_TIME.forEach(
          (setting, across) -> ((ArrayNode) json.get(setting)).set(1, new IntNode(across)));
    }
    json.set("quantization", mapper.valueToTree(quantization));
    try {
      return mapper.treeToValue(json, Layer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("layer " + layer.getLayerName() + " as a one-bit one", e);
    }
  }
}
