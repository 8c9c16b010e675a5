package io.dl4jcompact.quant.params;

import io.dl4jcompact.quant.LayerQuantization;
import io.dl4jcompact.quant.QuantizedOperator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * W and b as Deeplearning4j's own layers have them, so that parameters of either fit the other;
 * then ρ of the weights and of the input, where their ranges are learned; last the state of the
 * input's observer, a {@link LayerState}. All but W and b are 0 at first.
 */
public final class QuantizedParamInitializer implements ParamInitializer {

  /** ρ of the weights, [nOut] or [1]. */
  public static final String WEIGHT_STEP = "weightLogStep";

  /** ρ of the input, [1]. */
  public static final String INPUT_STEP = "inputLogStep";

  /** The state of the input's observer. */
  public static final String INPUT_STATE = "inputObserver";

  private final ParamInitializer base;

  /**
   * @param base initialises W and b
   */
  public QuantizedParamInitializer(ParamInitializer base) {
    this.base = base;
  }

  /** The length of the state of a layer's observer, 0 where its input is not quantised. */
  public static long stateLength(LayerQuantization quantization) {
    return quantization.input().isNone() ? 0 : quantization.input().observer().stateLength();
  }

  /** Whether a parameter is trained by no updater. */
  public static boolean isState(String key) {
    return key.equals(INPUT_STATE);
  }

  private static Map<String, Long> added(Layer layer) {
    LayerQuantization quantization = ((QuantizedOperator) layer).quantization();
    Map<String, Long> lengths = new LinkedHashMap<>();
    if (quantization.weights().learnedRange()) {
      boolean perChannel = quantization.weights().perChannel();
      lengths.put(WEIGHT_STEP, perChannel ? ((FeedForwardLayer) layer).getNOut() : 1);
    }
    if (quantization.input().learnedRange()) {
      lengths.put(INPUT_STEP, 1L);
    }
    if (!quantization.input().isNone()) {
      lengths.put(INPUT_STATE, stateLength(quantization));
    }
    return lengths;
  }

  private static Map<String, INDArray> addedViews(Layer layer, INDArray flat, long from) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long next = from;
    for (Map.Entry<String, Long> entry : added(layer).entrySet()) {
      long end = next + entry.getValue();
      views.put(entry.getKey(), flat.get(NDArrayIndex.interval(next, end)));
      next = end;
    }
    return views;
  }

  private INDArray basePart(Layer layer, INDArray flat) {
    long length = base.numParams(layer);
    // ND4J has no empty interval; whoever needs none does not look.
    return length == 0 ? flat : flat.get(NDArrayIndex.interval(0, length));
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    long sum = base.numParams(layer);
    for (long length : added(layer).values()) {
      sum += length;
    }
    return sum;
  }

  /** W and b: these are asked for in order to constrain them. */
  @Override
  public List<String> paramKeys(Layer layer) {
    return base.paramKeys(layer);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return base.weightKeys(layer);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return base.biasKeys(layer);
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return base.isWeightParam(layer, key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return base.isBiasParam(layer, key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray view, boolean initializeParams) {
    Layer layer = conf.getLayer();
    INDArray flat = view.reshape(view.length());
    Map<String, INDArray> parameters = base.init(conf, basePart(layer, flat), initializeParams);
    addedViews(layer, flat, base.numParams(layer))
        .forEach(
            (key, parameter) -> {
              if (initializeParams) {
                parameter.assign(0);
              }
              parameters.put(key, parameter);
              conf.addVariable(key);
            });
    return parameters;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    Layer layer = conf.getLayer();
    INDArray flat = gradients.reshape(gradients.length());
    Map<String, INDArray> views =
        new LinkedHashMap<>(base.getGradientsFromFlattened(conf, basePart(layer, flat)));
    views.putAll(addedViews(layer, flat, base.numParams(layer)));
    return views;
  }
}
