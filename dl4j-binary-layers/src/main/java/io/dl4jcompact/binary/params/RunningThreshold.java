package io.dl4jcompact.binary.params;

import io.dl4jcompact.binary.Quantization;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The running threshold of a layer whose input has a {@link DynamicStepQuantizer}: a parameter of
 * one element behind those that the layer has anyway, so that files, clones and transfer learning
 * keep it.
 *
 * <p>As a batch normalisation does with its running mean, the layer writes the threshold's change
 * where gradients are, and the parameter has the updater {@code NoOp}. It is not among the keys by
 * which Deeplearning4j finds what to constrain. A configuration wraps its initialiser in {@link
 * #behind} and gives the parameter its updater; an implementation calls {@code
 * QuantizedOperands.writeThresholdGradient} at the end of its backward pass, shows Deeplearning4j
 * its gradients by {@link #trainedPart}, and says in {@code updaterDivideByMinibatch} that this one
 * is not divided.
 */
public final class RunningThreshold implements ParamInitializer {

  /** The parameter's name. */
  public static final String KEY = "inputThreshold";

  private final ParamInitializer trained;

  private RunningThreshold(ParamInitializer trained) {
    this.trained = trained;
  }

  /**
   * An initialiser with the running threshold, if the layer has one.
   *
   * @param trained initialises the layer's other parameters
   * @param quantization null, for no threshold, while Deeplearning4j's constructors run, which come
   *     before those of their subclasses
   */
  public static ParamInitializer behind(ParamInitializer trained, Quantization quantization) {
    return quantization != null && isIn(quantization) ? new RunningThreshold(trained) : trained;
  }

  /** Whether a layer has a running threshold. */
  public static boolean isIn(Quantization quantization) {
    return quantization.inputRule() instanceof DynamicStepQuantizer;
  }

  /**
   * A layer's gradients without the running threshold's change, if it has one.
   *
   * @param gradients the flat view, or null, which Deeplearning4j has before it trains
   * @return a view, or null
   */
  public static INDArray trainedPart(INDArray gradients, Quantization quantization) {
    return gradients == null || !isIn(quantization) ? gradients : without(gradients);
  }

  private static INDArray without(INDArray all) {
    INDArray flat = all.reshape(all.length());
    return flat.get(NDArrayIndex.interval(0, flat.length() - 1));
  }

  private static INDArray only(INDArray all) {
    INDArray flat = all.reshape(all.length());
    return flat.get(NDArrayIndex.interval(flat.length() - 1, flat.length()));
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return trained.numParams(layer) + 1;
  }

  /** The trained ones: these are asked for in order to constrain them. */
  @Override
  public List<String> paramKeys(Layer layer) {
    return trained.paramKeys(layer);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return trained.weightKeys(layer);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return trained.biasKeys(layer);
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return trained.isWeightParam(layer, key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return trained.isBiasParam(layer, key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    Map<String, INDArray> parameters = trained.init(conf, without(view), initializeParams);
    INDArray threshold = only(view);
    if (initializeParams) {
      threshold.assign(0);
    }
    parameters.put(KEY, threshold);
    conf.addVariable(KEY);
    return parameters;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    Map<String, INDArray> views =
        new LinkedHashMap<>(trained.getGradientsFromFlattened(conf, without(gradients)));
    views.put(KEY, only(gradients));
    return views;
  }
}
