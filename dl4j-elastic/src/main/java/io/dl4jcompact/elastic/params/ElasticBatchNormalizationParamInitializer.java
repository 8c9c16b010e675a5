package io.dl4jcompact.elastic.params;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** γ, β, running mean and variance [nOut] each, in the places of Deeplearning4j's. */
public final class ElasticBatchNormalizationParamInitializer implements ParamInitializer {

  private static final ElasticBatchNormalizationParamInitializer INSTANCE =
      new ElasticBatchNormalizationParamInitializer();

  /** γ, the factor. */
  public static final String GAMMA = BatchNormalizationParamInitializer.GAMMA;

  /** β, the summand. */
  public static final String BETA = BatchNormalizationParamInitializer.BETA;

  /** The running mean. */
  public static final String MEAN = BatchNormalizationParamInitializer.GLOBAL_MEAN;

  /** The running variance. */
  public static final String VARIANCE = BatchNormalizationParamInitializer.GLOBAL_VAR;

  private static final List<String> KEYS = List.of(GAMMA, BETA, MEAN, VARIANCE);

  private ElasticBatchNormalizationParamInitializer() {}

  /** The one instance. */
  public static ElasticBatchNormalizationParamInitializer getInstance() {
    return INSTANCE;
  }

  /** Whether the layer updates a parameter itself. */
  public static boolean isRunning(String parameter) {
    return parameter.equals(MEAN) || parameter.equals(VARIANCE);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return KEYS.size() * ((FeedForwardLayer) layer).getNOut();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return KEYS;
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return false;
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    Map<String, INDArray> views = getGradientsFromFlattened(conf, paramsView);
    if (initializeParams) {
      views.get(GAMMA).assign(1);
      views.get(BETA).assign(0);
      views.get(MEAN).assign(0);
      views.get(VARIANCE).assign(1);
    }
    views.keySet().forEach(conf::addVariable);
    return Collections.synchronizedMap(views);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    INDArray flat = gradients.reshape(gradients.length());
    long channels = ((FeedForwardLayer) conf.getLayer()).getNOut();
    Map<String, INDArray> views = new LinkedHashMap<>();
    long next = 0;
    for (String key : KEYS) {
      views.put(key, flat.get(NDArrayIndex.interval(next, next + channels)));
      next += channels;
    }
    return views;
  }
}
