package io.dl4jcompact.quant;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quant.layers.AffineQuantizerLayerImpl;
import io.dl4jcompact.quant.params.NoParamInitializer;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Makes integers of its input and hands on the numbers that they stand for, say on both ways into
 * the sum of a residual block, which an exported model then adds as integers.
 *
 * <pre> out = s·(q - z),  q = clamp(rint(x / s) + z, low, high) </pre>
 *
 * <p>Inputs of any shape keep it. Range, rounding, gradient and a learned range's ρ are those of
 * the input of a {@link QuantizedDenseLayer}.
 */
public final class AffineQuantizerLayer extends FeedForwardLayer implements QuantizedOperator {

  @JsonProperty private QuantizationScheme scheme = QuantizationScheme.INPUT;

  private AffineQuantizerLayer() {}

  private AffineQuantizerLayer(Builder builder) {
    super(builder);
    scheme = builder.scheme;
  }

  /** Of the input; there are no weights. */
  @Override
  public LayerQuantization quantization() {
    return new LayerQuantization(scheme, QuantizationScheme.NONE, BackwardScheme.NONE);
  }

  @Override
  public boolean hasBias() {
    return false;
  }

  @Override
  public ParamInitializer initializer() {
    // Null while Deeplearning4j's constructors run, which come before this class's.
    ParamInitializer base = NoParamInitializer.getInstance();
    return scheme == null ? base : new QuantizedParamInitializer(base);
  }

  /** {@code NoOp} for the observer's state, which the layer updates itself. */
  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return QuantizedParamInitializer.isState(paramName)
        ? new NoOp()
        : super.getUpdaterByParam(paramName);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    requireValid(LayerInstances.settings(this), scheme);
    AffineQuantizerLayerImpl layer = new AffineQuantizerLayerImpl(conf, dataType);
    return LayerInstances.configure(
        layer, conf, listeners, layerIndex, paramsView, initializeParams);
  }

  private static void requireValid(LayerSettings settings, QuantizationScheme scheme) {
    settings.require(
        !scheme.isNone(), "scheme", "none", "2..8 bits", "leave the layer out for floats");
    settings.require(
        !scheme.perChannel(), "scheme", "per channel", "one range", "set .withPerChannel(false)");
    scheme.validate(settings, "scheme");
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return Objects.requireNonNull(inputType, "inputType");
  }

  /** Nothing to infer. */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    // Inputs of any size do.
  }

  /** None, for any input. */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    long elements = inputType.arrayElementsPerExample();
    return new LayerMemoryReport.Builder(
            getLayerName(), AffineQuantizerLayer.class, inputType, inputType)
        .standardMemory(parameters, 0)
        .workingMemory(0, elements, 0, elements)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AffineQuantizerLayer that
        && super.equals(that)
        && scheme.equals(that.scheme);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), scheme);
  }

  @Override
  public String toString() {
    return "AffineQuantizerLayer(%s, %s)".formatted(super.toString(), scheme);
  }

  /** {@code new AffineQuantizerLayer.Builder().bits(8).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private QuantizationScheme scheme = QuantizationScheme.INPUT;

    /** Bits, 2..8. Default 8. */
    public Builder bits(int bits) {
      scheme = scheme.withBits(bits);
      return this;
    }

    /** Default {@link QuantizationScheme#INPUT}. */
    public Builder scheme(QuantizationScheme scheme) {
      this.scheme = Objects.requireNonNull(scheme, "scheme");
      return this;
    }

    /**
     * @throws IllegalArgumentException if the scheme is none, has no 2..8 bits, or ranges per
     *     channel; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public AffineQuantizerLayer build() {
      requireValid(new LayerSettings("AffineQuantizerLayer", layerName), scheme);
      return new AffineQuantizerLayer(this);
    }
  }
}
