package io.dl4jcompact.binary;

import io.dl4jcompact.binary.layers.QuantizerLayerImpl;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.Quantizers;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Quantises values and hands them on, say to the shortcut of a residual block, which then carries
 * bits: one-bit layers that read the result with the same quantiser share the bits.
 *
 * <pre> out = q(x) </pre>
 *
 * <p>Inputs of any type and shape keep it. The gradient is the quantiser's straight-through one.
 */
public final class QuantizerLayer extends NoParamLayer {

  @JsonProperty private String quantizer = new SignQuantizer().spec();

  private QuantizerLayer() {}

  private QuantizerLayer(Builder builder) {
    super(builder);
    quantizer = builder.quantizer.spec();
  }

  /** The quantiser. */
  public Quantizer quantizer() {
    return Quantizers.parse(quantizer);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    requireOneBit(new LayerSettings("QuantizerLayer", getLayerName()), quantizer());
    QuantizerLayerImpl layer = new QuantizerLayerImpl(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(paramsView);
    layer.setParamTable(initializer().init(conf, paramsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }

  private static void requireOneBit(LayerSettings settings, Quantizer quantizer) {
    Quantizer rule = quantizer instanceof LevelQuantizer levels ? levels.quantizer() : quantizer;
    settings.require(
        quantizer.bits() == 1 && !(rule instanceof DynamicStepQuantizer),
        "quantizer",
        quantizer.spec(),
        "one of one bit with a fixed threshold",
        "use a SignQuantizer, a StepQuantizer or a StochasticStepQuantizer, or levels of one");
    Quantization.requireTwoValues(settings, "quantizer", quantizer);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return Objects.requireNonNull(inputType, "inputType");
  }

  /** None, for any input. */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(layerName, QuantizerLayer.class, inputType, inputType)
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QuantizerLayer that
        && super.equals(that)
        && quantizer.equals(that.quantizer);
  }

  @Override
  protected boolean canEqual(Object other) {
    return other instanceof QuantizerLayer;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), quantizer);
  }

  @Override
  public String toString() {
    return "QuantizerLayer(%s)".formatted(quantizer);
  }

  /** {@code new QuantizerLayer.Builder(new SignQuantizer()).build()}. */
  public static final class Builder
      extends org.deeplearning4j.nn.conf.layers.Layer.Builder<Builder> {

    private final Quantizer quantizer;

    /**
     * A layer of this quantiser.
     *
     * @param quantizer of one bit; not a dynamic one
     */
    public Builder(Quantizer quantizer) {
      this.quantizer = Objects.requireNonNull(quantizer, "quantizer");
    }

    /**
     * @throws IllegalArgumentException if the quantiser gives floats or a single value, or has a
     *     dynamic threshold; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public QuantizerLayer build() {
      requireOneBit(new LayerSettings("QuantizerLayer", layerName), quantizer);
      return new QuantizerLayer(this);
    }
  }
}
