package io.dl4jcompact.elastic.params;

import io.dl4jcompact.elastic.params.ParameterShape.Kind;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The parameters that a configuration lists, matrices in f order. */
public final class ShapedParamInitializer implements ParamInitializer {

  private static final ShapedParamInitializer INSTANCE = new ShapedParamInitializer();
  private static final double EMBEDDING_DEVIATION = 0.02;

  private ShapedParamInitializer() {}

  /** The one instance. */
  public static ShapedParamInitializer getInstance() {
    return INSTANCE;
  }

  private static List<ParameterShape> shapes(Layer layer) {
    return ((ShapedParameters) layer).parameterShapes();
  }

  private static List<String> keys(Layer layer, Kind kind) {
    return shapes(layer).stream()
        .filter(shape -> shape.kind() == kind)
        .map(ParameterShape::key)
        .toList();
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return shapes(layer).stream().mapToLong(ParameterShape::length).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return shapes(layer).stream().map(ParameterShape::key).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return keys(layer, Kind.WEIGHTS);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return keys(layer, Kind.BIASES);
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    Map<String, INDArray> views = getGradientsFromFlattened(conf, paramsView);
    if (initializeParams) {
      BaseLayer layer = (BaseLayer) conf.getLayer();
      shapes(layer).forEach(shape -> initialise(layer, shape, views.get(shape.key())));
    }
    views.keySet().forEach(conf::addVariable);
    return Collections.synchronizedMap(views);
  }

  private static void initialise(BaseLayer layer, ParameterShape parameter, INDArray values) {
    switch (parameter.kind()) {
      case WEIGHTS ->
          layer
              .getWeightInitFn()
              .init(
                  parameter.rows(),
                  parameter.fanOut(),
                  parameter.shape(),
                  'f',
                  values.reshape('f', new long[] {values.length()}));
      case BIASES -> values.assign(layer.getBiasInit());
      case FACTORS -> values.assign(1);
      case EMBEDDINGS ->
          values.assign(Nd4j.randn(values.dataType(), parameter.shape()).muli(EMBEDDING_DEVIATION));
    }
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    INDArray flat = gradients.reshape(gradients.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long next = 0;
    for (ParameterShape parameter : shapes(conf.getLayer())) {
      long end = next + parameter.length();
      INDArray view = flat.get(NDArrayIndex.interval(next, end));
      views.put(
          parameter.key(), parameter.columns() == 0 ? view : view.reshape('f', parameter.shape()));
      next = end;
    }
    return views;
  }
}
