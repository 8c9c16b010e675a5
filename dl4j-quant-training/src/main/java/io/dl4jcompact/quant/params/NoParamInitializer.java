package io.dl4jcompact.quant.params;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Neither weights nor biases, as a part of a {@link QuantizedParamInitializer}, which adds to the
 * maps that it is given: Deeplearning4j's empty initialiser gives ones that cannot be added to.
 */
public final class NoParamInitializer implements ParamInitializer {

  private static final NoParamInitializer INSTANCE = new NoParamInitializer();

  private NoParamInitializer() {}

  /** The one instance. */
  public static NoParamInitializer getInstance() {
    return INSTANCE;
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return 0;
  }

  @Override
  public long numParams(Layer layer) {
    return 0;
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of();
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
    return new LinkedHashMap<>();
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return Map.of();
  }
}
