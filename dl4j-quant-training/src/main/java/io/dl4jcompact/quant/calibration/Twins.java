package io.dl4jcompact.quant.calibration;

import io.dl4jcompact.quant.LayerQuantization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layers of this module that compute what one of Deeplearning4j's does, with its parameters. The
 * last of them has its name.
 */
final class Twins {

  /** What the name of an output layer's products ends in. */
  private static final String DENSE = "-dense";

  /** What the name of a separable convolution's first half ends in. */
  private static final String DEPTH = "-depth";

  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;
  private static final String BIASES = DefaultParamInitializer.BIAS_KEY;

  private Twins() {}

  /**
   * One layer, or two in a row.
   *
   * @param part whose layer has a quantised form
   * @param unused a name like the given one that no other layer has
   */
  static List<Part> of(Part part, LayerQuantization quantization, UnaryOperator<String> unused) {
    Layer layer = part.layer().orElseThrow();
    if (layer instanceof OutputLayer output) {
      Part products = part.with(QuantizedForms.of(layer, quantization), withBiases(part, layer));
      return List.of(
          named(products, unused.apply(part.name() + DENSE)),
          part.with(QuantizedForms.loss(output), Map.of()));
    }
    if (layer instanceof SeparableConvolution2D separable) {
      return List.of(
          named(
              part.with(QuantizedForms.depth(separable, quantization), depth(part, separable)),
              unused.apply(part.name() + DEPTH)),
          part.with(QuantizedForms.point(separable, quantization), point(part, separable)));
    }
    Map<String, INDArray> parameters = withBiases(part, layer);
    if (layer instanceof DepthwiseConvolution2D) {
      // [kH, kW, nIn, M], where others begin with the outputs.
      parameters.computeIfPresent(WEIGHTS, (key, w) -> outputsFirst(w.permute(2, 3, 0, 1)));
    }
    return List.of(part.with(QuantizedForms.of(layer, quantization), parameters));
  }

  private static Part named(Part part, String name) {
    part.layer().orElseThrow().setLayerName(name);
    return part.withName(name);
  }

  private static Map<String, INDArray> withBiases(Part part, Layer layer) {
    Map<String, INDArray> parameters = new HashMap<>(part.parameters());
    long outputs =
        layer instanceof DepthwiseConvolution2D depthwise
            ? depthwise.getNIn() * depthwise.getDepthMultiplier()
            : ((FeedForwardLayer) layer).getNOut();
    parameters.computeIfAbsent(BIASES, key -> zeros(part, WEIGHTS, outputs));
    return parameters;
  }

  private static INDArray zeros(Part part, String like, long outputs) {
    return Nd4j.zeros(part.parameters().get(like).dataType(), outputs);
  }

  /** From [inputs, outputs of each, kH, kW] to [outputs, 1, kH, kW]. */
  private static INDArray outputsFirst(INDArray weights) {
    long outputs = weights.size(0) * weights.size(1);
    return weights.dup('c').reshape('c', outputs, 1, weights.size(2), weights.size(3));
  }

  private static Map<String, INDArray> depth(Part part, SeparableConvolution2D layer) {
    String key = SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY;
    INDArray weights = part.parameters().get(key);
    return Map.of(
        WEIGHTS,
        outputsFirst(weights.permute(1, 0, 2, 3)),
        BIASES,
        zeros(part, key, layer.getNIn() * layer.getDepthMultiplier()));
  }

  private static Map<String, INDArray> point(Part part, SeparableConvolution2D layer) {
    String key = SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY;
    INDArray mixing = part.parameters().get(key).dup('c');
    if (mixing.length() == 1) {
      // Deeplearning4j's operation leaves an array of one weight out.
      mixing.assign(1);
    }
    INDArray biases = part.parameters().get(SeparableConvolutionParamInitializer.BIAS_KEY);
    return Map.of(
        ConvolutionParamInitializer.WEIGHT_KEY,
        mixing,
        BIASES,
        biases == null ? zeros(part, key, layer.getNOut()) : biases);
  }
}
