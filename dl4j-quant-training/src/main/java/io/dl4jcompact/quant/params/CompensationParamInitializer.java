package io.dl4jcompact.quant.params;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** γ, β and E of [channels] each, all 0 at first, then how many minibatches E has seen. */
public final class CompensationParamInitializer implements ParamInitializer {

  /** γ. */
  public static final String GAMMA = "gamma";

  /** β. */
  public static final String BETA = "beta";

  /** E. */
  public static final String EXPECTED = "expected";

  /** The number of minibatches, a {@link LayerState}. */
  public static final String SEEN = "seen";

  private static final List<String> PER_CHANNEL = List.of(GAMMA, BETA, EXPECTED);
  private static final CompensationParamInitializer INSTANCE = new CompensationParamInitializer();

  private CompensationParamInitializer() {}

  /** The one instance. */
  public static CompensationParamInitializer getInstance() {
    return INSTANCE;
  }

  private static long channels(Layer layer) {
    return ((FeedForwardLayer) layer).getNOut();
  }

  private static Map<String, INDArray> views(Layer layer, INDArray all) {
    INDArray flat = all.reshape(all.length());
    long channels = channels(layer);
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (String key : PER_CHANNEL) {
      views.put(key, flat.get(NDArrayIndex.interval(from, from + channels)));
      from += channels;
    }
    views.put(SEEN, flat.get(NDArrayIndex.interval(from, from + 1)));
    return views;
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return PER_CHANNEL.size() * channels(layer) + 1;
  }

  /** The ones that may be trained: these are asked for in order to constrain them. */
  @Override
  public List<String> paramKeys(Layer layer) {
    return PER_CHANNEL;
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
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    if (initializeParams) {
      view.assign(0);
    }
    Map<String, INDArray> parameters = views(conf.getLayer(), view);
    parameters.keySet().forEach(conf::addVariable);
    return parameters;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return views(conf.getLayer(), gradients);
  }
}
