package io.dl4jcompact.quant.calibration;

import io.dl4jcompact.quant.LayerQuantization;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.quant.QuantizedOperator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * The layers that take the place of Deeplearning4j's.
 *
 * <p>A quantised configuration extends what its float one extends, so that it has the same settings
 * by the same names: one is made of the other's JSON, and no setting can be forgotten.
 */
final class QuantizedForms {

  private static final Map<Class<? extends Layer>, Class<? extends QuantizedOperator>> FORMS =
      Map.of(
          DenseLayer.class, QuantizedDenseLayer.class,
          OutputLayer.class, QuantizedDenseLayer.class,
          ConvolutionLayer.class, QuantizedConvolutionLayer.class,
          DepthwiseConvolution2D.class, QuantizedConvolutionLayer.class,
          SeparableConvolution2D.class, QuantizedConvolutionLayer.class);

  private QuantizedForms() {}

  /** Why a layer has no quantised form; empty if it has. */
  static Optional<String> obstacle(Layer layer) {
    if (layer instanceof QuantizedOperator) {
      return Optional.of("is quantised already");
    }
    if (layer instanceof FrozenLayer) {
      return Optional.of("is frozen");
    }
    if (!FORMS.containsKey(layer.getClass())) {
      return Optional.of("has no quantised form");
    }
    if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
      return Optional.of("has a layer normalisation");
    }
    if (layer instanceof ConvolutionLayer convolution
        && convolution.getCnn2dDataFormat() != CNN2DFormat.NCHW) {
      return Optional.of("has its channels last");
    }
    return Optional.empty();
  }

  /** A layer's quantised form, with a bias; of an output layer without its function and loss. */
  static Layer of(Layer layer, LayerQuantization quantization) {
    ObjectNode json = json(layer, FORMS.get(layer.getClass()));
    json.put("hasBias", true);
    json.remove(List.of("hasLayerNorm", "depthMultiplier", "lossFn", "lossFunction"));
    set(json, "quantization", quantization);
    if (layer instanceof DepthwiseConvolution2D depthwise) {
      json.put("groups", depthwise.getNIn());
      json.put("nout", depthwise.getNIn() * depthwise.getDepthMultiplier());
    }
    if (layer instanceof OutputLayer) {
      identity(json);
    }
    return read(json);
  }

  /** The same layer with another quantisation. */
  static Layer with(QuantizedOperator layer, LayerQuantization quantization) {
    ObjectNode json = json(layer, layer.getClass());
    set(json, "quantization", quantization);
    return read(json);
  }

  /** An output layer's activation function and loss. */
  static Layer loss(OutputLayer layer) {
    ObjectNode json = json(layer, LossLayer.class);
    json.put("nin", layer.getNOut());
    // Dropout acts on what the products read.
    json.remove(List.of("hasBias", "idropout"));
    return read(json);
  }

  /**
   * A separable convolution's first half, each channel on its own; its last half is {@link #point}.
   */
  static Layer depth(SeparableConvolution2D layer, LayerQuantization quantization) {
    ObjectNode json = json(of(layer, quantization), QuantizedConvolutionLayer.class);
    json.put("groups", layer.getNIn());
    json.put("nout", layer.getNIn() * layer.getDepthMultiplier());
    identity(json);
    return read(json);
  }

  /** The mixing of a separable convolution's channels, of 1x1. */
  static Layer point(SeparableConvolution2D layer, LayerQuantization quantization) {
    ObjectNode json = json(of(layer, quantization), QuantizedConvolutionLayer.class);
    json.put("nin", layer.getNIn() * layer.getDepthMultiplier());
    json.remove("idropout");
    for (String setting : List.of("kernelSize", "stride", "dilation")) {
      json.putArray(setting).add(1).add(1);
    }
    json.putArray("padding").add(0).add(0);
    return read(json);
  }

  private static void identity(ObjectNode json) {
    IActivation identity = new ActivationIdentity();
    set(json, "activationFn", identity);
  }

  private static void set(ObjectNode json, String setting, Object value) {
    json.set(setting, NeuralNetConfiguration.mapper().valueToTree(value));
  }

  private static ObjectNode json(Object layer, Class<?> type) {
    ObjectNode json = NeuralNetConfiguration.mapper().valueToTree(layer);
    return json.put("@class", type.getName());
  }

  private static Layer read(ObjectNode json) {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    try {
      return mapper.treeToValue(json, FeedForwardLayer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("layer " + json.get("layerName") + " as a quantised one", e);
    }
  }
}
