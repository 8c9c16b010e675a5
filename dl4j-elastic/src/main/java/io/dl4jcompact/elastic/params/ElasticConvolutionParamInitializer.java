package io.dl4jcompact.elastic.params;

import io.dl4jcompact.elastic.ElasticConvolutionLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * b [nOut], then W [nOut, nIn, K, K] in c order: a convolution's; then "T" and the kernel's size
 * for each transformation [k · k, k · k] in c order, which begins as the identity.
 */
public final class ElasticConvolutionParamInitializer extends ConvolutionParamInitializer {

  private static final ElasticConvolutionParamInitializer INSTANCE =
      new ElasticConvolutionParamInitializer();

  private ElasticConvolutionParamInitializer() {}

  /** The one instance. */
  public static ElasticConvolutionParamInitializer getInstance() {
    return INSTANCE;
  }

  /** The name of the transformation to kernels of a size. */
  public static String transform(int kernel) {
    return "T" + kernel;
  }

  private static int[] transforms(Layer layer) {
    return ((ElasticConvolutionLayer) layer).transformedKernels();
  }

  private static long square(int kernel) {
    return (long) kernel * kernel;
  }

  @Override
  public long numParams(Layer layer) {
    return super.numParams(layer)
        + Arrays.stream(transforms(layer)).mapToLong(k -> square(k) * square(k)).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    List<String> keys = new ArrayList<>(super.paramKeys(layer));
    for (int kernel : transforms(layer)) {
      keys.add(transform(kernel));
    }
    return keys;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    Map<String, INDArray> views = getGradientsFromFlattened(conf, paramsView);
    INDArray weights = views.get(WEIGHT_KEY);
    INDArray flat = weights.reshape(weights.length());
    views.put(WEIGHT_KEY, createWeightMatrix(conf, flat, initializeParams));
    if (initializeParams) {
      if (views.containsKey(BIAS_KEY)) {
        createBias(conf, views.get(BIAS_KEY), true);
      }
      for (int kernel : transforms(conf.getLayer())) {
        views.get(transform(kernel)).assign(Nd4j.eye(square(kernel)));
      }
    }
    views.keySet().forEach(conf::addVariable);
    return Collections.synchronizedMap(views);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    ElasticConvolutionLayer layer = (ElasticConvolutionLayer) conf.getLayer();
    INDArray flat = gradients.reshape(gradients.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long next = 0;
    if (layer.hasBias()) {
      next = layer.getNOut();
      views.put(BIAS_KEY, flat.get(NDArrayIndex.interval(0, next)));
    }
    int[] size = layer.getKernelSize();
    long[] shape = {layer.getNOut(), layer.getNIn(), size[0], size[1]};
    next = put(views, WEIGHT_KEY, flat, next, shape);
    for (int kernel : transforms(layer)) {
      next = put(views, transform(kernel), flat, next, square(kernel), square(kernel));
    }
    return views;
  }

  private static long put(
      Map<String, INDArray> views, String key, INDArray flat, long from, long... shape) {
    long to = from + Arrays.stream(shape).reduce(1, Math::multiplyExact);
    views.put(key, flat.get(NDArrayIndex.interval(from, to)).reshape('c', shape));
    return to;
  }
}
