package io.dl4jcompact.sparse.params;

import io.dl4jcompact.sparse.SparseLayer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parameters of a sparse layer are those of the layer in it. */
public final class SparseParamInitializer implements ParamInitializer {

  private static final SparseParamInitializer INSTANCE = new SparseParamInitializer();

  private SparseParamInitializer() {}

  /** The one instance. */
  public static SparseParamInitializer getInstance() {
    return INSTANCE;
  }

  private static Layer underlying(Layer layer) {
    return layer instanceof SparseLayer sparse ? sparse.getUnderlying() : layer;
  }

  private static ParamInitializer initializer(Layer layer) {
    return underlying(layer).initializer();
  }

  /** A configuration of the layer that is wrapped, the same object. */
  public static NeuralNetConfiguration underlying(NeuralNetConfiguration conf) {
    NeuralNetConfiguration inner = conf.clone();
    inner.setLayer(underlying(conf.getLayer()));
    return inner;
  }

  /** Names in a configuration the parameters that another one names. */
  public static void copyVariables(NeuralNetConfiguration from, NeuralNetConfiguration to) {
    List<String> variables = from.variables(true);
    to.clearVariables();
    variables.forEach(to::addVariable);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return initializer(layer).numParams(underlying(layer));
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return initializer(layer).paramKeys(underlying(layer));
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return initializer(layer).weightKeys(underlying(layer));
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return initializer(layer).biasKeys(underlying(layer));
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return initializer(layer).isWeightParam(underlying(layer), key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return initializer(layer).isBiasParam(underlying(layer), key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
    NeuralNetConfiguration inner = underlying(conf);
    Map<String, INDArray> table =
        inner.getLayer().initializer().init(inner, paramsView, initializeParams);
    copyVariables(inner, conf);
    return table;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradientView) {
    NeuralNetConfiguration inner = underlying(conf);
    return inner.getLayer().initializer().getGradientsFromFlattened(inner, gradientView);
  }
}
