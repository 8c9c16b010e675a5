package io.dl4jcompact.binary;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A separable convolution as the two layers that it consists of.
 *
 * @param depth the convolution of each channel on its own, without a bias, named "..-depth"
 * @param point that of 1x1, with the separable one's name, bias and activation function
 */
record SeparatedLayer(DepthwiseConvolution2D depth, ConvolutionLayer point) {

  /** What the first layer's name ends in. */
  static final String SUFFIX = "-depth";

  static boolean isSeparable(Layer layer) {
    return layer.getClass() == SeparableConvolution2D.class;
  }

  /** The layers of a separable convolution whose nIn is known. */
  static SeparatedLayer of(SeparableConvolution2D layer) {
    ObjectMapper mapper = NeuralNetConfiguration.mapper();
    ObjectNode depth = mapper.valueToTree(layer);
    long between = layer.getNIn() * layer.getDepthMultiplier();
    depth.put("@class", DepthwiseConvolution2D.class.getName());
    depth.put("hasBias", false);
    depth.put("nout", between);
    if (layer.getLayerName() != null) {
      depth.put("layerName", layer.getLayerName() + SUFFIX);
    }
    depth.set("activationFn", mapper.valueToTree((IActivation) new ActivationIdentity()));
    ObjectNode point = mapper.valueToTree(layer);
    point.put("@class", ConvolutionLayer.class.getName());
    point.put("nin", between);
    point.remove(List.of("depthMultiplier", "idropout"));
    pair(point, "kernelSize", 1);
    pair(point, "stride", 1);
    pair(point, "dilation", 1);
    pair(point, "padding", 0);
    try {
      return new SeparatedLayer(
          mapper.treeToValue(depth, DepthwiseConvolution2D.class),
          mapper.treeToValue(point, ConvolutionLayer.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("layer " + layer.getLayerName() + " as two", e);
    }
  }

  private static void pair(ObjectNode json, String setting, int value) {
    json.putArray(setting).add(value).add(value);
  }

  /** Hands a separable convolution's parameters to the two layers. */
  static void carryOver(
      org.deeplearning4j.nn.api.Layer from,
      org.deeplearning4j.nn.api.Layer depth,
      org.deeplearning4j.nn.api.Layer point) {
    // [M, nIn, kH, kW] to [kH, kW, nIn, M]
    INDArray each = from.getParam(SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY);
    INDArray mixing = from.getParam(SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY);
    depth.getParam(ConvolutionParamInitializer.WEIGHT_KEY).assign(each.permute(2, 3, 1, 0));
    point.getParam(ConvolutionParamInitializer.WEIGHT_KEY).assign(mixing);
    INDArray bias = from.paramTable().get(SeparableConvolutionParamInitializer.BIAS_KEY);
    if (bias != null) {
      point.getParam(ConvolutionParamInitializer.BIAS_KEY).assign(bias);
    }
  }
}
