package io.dl4jcompact.core;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * For any convolution, also of groups: b [nOut], then W in c order, of the shape that the layer
 * says. Where Deeplearning4j has such a layer, its parameters are in the same places.
 */
public final class GroupedParamInitializer extends ConvolutionParamInitializer {

  private static final GroupedParamInitializer INSTANCE = new GroupedParamInitializer();

  private GroupedParamInitializer() {}

  /** The one instance. */
  public static GroupedParamInitializer getInstance() {
    return INSTANCE;
  }

  private static long weights(GroupedWeights layer) {
    return Arrays.stream(layer.weightShape()).reduce(1, Math::multiplyExact);
  }

  private static long biases(ConvolutionLayer layer) {
    return layer.hasBias() ? layer.getNOut() : 0;
  }

  @Override
  public long numParams(Layer layer) {
    return weights((GroupedWeights) layer) + biases((ConvolutionLayer) layer);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    ConvolutionLayer layer = (ConvolutionLayer) conf.getLayer();
    INDArray flat = gradients.reshape(gradients.length());
    long biases = biases(layer);
    Map<String, INDArray> views = new LinkedHashMap<>();
    if (layer.hasBias()) {
      views.put(BIAS_KEY, flat.get(NDArrayIndex.interval(0, biases)));
    }
    long[] shape = ((GroupedWeights) layer).weightShape();
    INDArray weights = flat.get(NDArrayIndex.interval(biases, flat.length()));
    views.put(WEIGHT_KEY, weights.reshape('c', shape));
    return views;
  }

  @Override
  protected INDArray createWeightMatrix(
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    ConvolutionLayer layer = (ConvolutionLayer) conf.getLayer();
    GroupedWeights quantized = (GroupedWeights) layer;
    long[] shape = quantized.weightShape();
    if (!initializeParams) {
      return WeightInitUtil.reshapeWeights(shape, view, 'c');
    }
    // Each weight of an input channel is used by as many outputs as there are in its group.
    double fanIn = quantized.fanIn();
    int[] kernel = layer.getKernelSize();
    int[] stride = layer.getStride();
    double outputs = (double) layer.getNOut() / quantized.groups();
    double fanOut = outputs * kernel[0] * kernel[1] / ((double) stride[0] * stride[1]);
    return layer.getWeightInitFn().init(fanIn, fanOut, shape, 'c', view);
  }
}
