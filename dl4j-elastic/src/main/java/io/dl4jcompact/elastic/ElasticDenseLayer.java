package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.Box;
import io.dl4jcompact.elastic.layers.ElasticDenseLayerImpl;
import io.dl4jcompact.elastic.params.ElasticDenseParamInitializer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A dense layer of which the first outputs alone may be computed, from the inputs that arrive.
 *
 * <pre> out = f(x W[:e, :w] + b[:w]) </pre>
 *
 * <p>Shapes: x [minibatch, e] with e of 1 to nIn, W [nIn, nOut], b [nOut], out [minibatch, w] with
 * w the active width, nOut unless a subnet says otherwise. At full size this is Deeplearning4j's
 * {@code DenseLayer}, whose parameters it has, without layer normalisation. A skipped layer hands
 * on what it is given.
 *
 * <p>Constraints act on the whole of W and b, active or not.
 */
public final class ElasticDenseLayer extends FeedForwardLayer implements ElasticLayer {

  @JsonProperty private boolean hasBias = true;
  @JsonProperty private int[] widths = {};
  @JsonProperty private boolean skippable;

  private ElasticDenseLayer() {}

  private ElasticDenseLayer(Builder builder) {
    super(builder);
    hasBias = builder.hasBias;
    widths = builder.widths;
    skippable = builder.skippable;
    initializeConstraints(builder);
  }

  /** Whether b is added. */
  public boolean hasBias() {
    return hasBias;
  }

  @Override
  public Map<Dimension, int[]> choices() {
    return Choices.of(Dimension.WIDTH, Choices.upTo(nOut, widths), skippable);
  }

  @Override
  public Extracted extract(
      Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters) {
    long outputs = sizes.getOrDefault(Dimension.WIDTH, Math.toIntExact(nOut));
    Map<String, INDArray> slices = new HashMap<>();
    String weights = DefaultParamInitializer.WEIGHT_KEY;
    slices.put(weights, Box.first(inputs, outputs).of(parameters.get(weights)));
    if (hasBias) {
      String biases = DefaultParamInitializer.BIAS_KEY;
      slices.put(biases, Box.first(outputs).of(parameters.get(biases)));
    }
    return new Extracted(ordinary(inputs, outputs), slices);
  }

  private FeedForwardLayer ordinary(long inputs, long outputs) {
    return OrdinaryForm.of(this, DenseLayer.class, "widths", "skippable").layer(inputs, outputs);
  }

  @Override
  public ParamInitializer initializer() {
    return ElasticDenseParamInitializer.getInstance();
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LayerSettings settings = LayerInstances.settings(this);
    LayerInstances.validateKnownSizes(settings, nIn, nOut);
    Choices.requireSkippable(settings, skippable, nIn, nOut);
    return LayerInstances.configure(
        new ElasticDenseLayerImpl(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  /**
   * @throws IllegalStateException if nIn was set to something else than the input type says
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    super.setNIn(inputType, override);
    LayerInstances.requireSameNIn(this, configured, inputType);
  }

  /** One that takes any number of channels in front of images' channels. */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    InputPreProcessor stock = super.getPreProcessorForInputType(inputType);
    return ElasticFlattening.inPlaceOf(stock);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    LayerMemoryReport report = ordinary(nIn, nOut).getMemoryReport(inputType);
    report.setLayerType(ElasticDenseLayer.class);
    return report;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticDenseLayer that
        && super.equals(that)
        && hasBias == that.hasBias
        && Arrays.equals(widths, that.widths)
        && skippable == that.skippable;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), hasBias, Arrays.hashCode(widths), skippable);
  }

  @Override
  public String toString() {
    return "ElasticDenseLayer(%s, hasBias=%s, widths=%s, skippable=%s)"
        .formatted(super.toString(), hasBias, Arrays.toString(widths), skippable);
  }

  /** {@code new ElasticDenseLayer.Builder().nOut(64).widths(16, 32, 64).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private boolean hasBias = true;
    private int[] widths = {};
    private boolean skippable;

    /** Whether b is added. Default true. */
    public Builder hasBias(boolean hasBias) {
      this.hasBias = hasBias;
      return this;
    }

    /** Permitted numbers of outputs, ascending, the last one nOut. Default: nOut only. */
    public Builder widths(int... widths) {
      this.widths = widths.clone();
      return this;
    }

    /** Whether a subnet may leave the layer out, which needs as many outputs as inputs. */
    public Builder skippable(boolean skippable) {
      this.skippable = skippable;
      return this;
    }

    /**
     * @throws IllegalArgumentException if nOut is less than 1, nIn is negative, widths are not
     *     ascending or do not end in nOut, or a layer of known and unequal nIn and nOut is
     *     skippable; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public ElasticDenseLayer build() {
      LayerSettings settings = new LayerSettings("ElasticDenseLayer", layerName);
      nOut = Choices.full(nOut, widths);
      LayerInstances.validateSizes(settings, nIn, nOut);
      Choices.requireFull(settings, "widths", nOut, widths);
      if (nIn > 0) {
        Choices.requireSkippable(settings, skippable, nIn, nOut);
      }
      return new ElasticDenseLayer(this);
    }
  }
}
