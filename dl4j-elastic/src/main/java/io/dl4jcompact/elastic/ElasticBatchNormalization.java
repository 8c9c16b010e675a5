package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.Box;
import io.dl4jcompact.elastic.layers.ElasticBatchNormalizationImpl;
import io.dl4jcompact.elastic.params.ElasticBatchNormalizationParamInitializer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A batch normalisation of as many channels as arrive: the first c of nIn.
 *
 * <pre> out = γ (x - μ) / sqrt(σ² + eps) + β </pre>
 *
 * <p>Shapes: x [minibatch, c] or [minibatch, c, height, width]; γ, β and the running μ "mean" and
 * σ² "var" [nIn]. While training μ and σ² are the minibatch's and the running ones follow with the
 * decay, as in Deeplearning4j's {@code BatchNormalization} without {@code useLogStd}. At inference
 * they are the running ones.
 *
 * <p>The running values fit one subnet, since others hand on other values. {@link
 * Subnets#recalibrate} makes them fit the active one.
 */
public final class ElasticBatchNormalization extends FeedForwardLayer implements ElasticLayer {

  @JsonProperty private double decay = 0.9;
  @JsonProperty private double eps = 1e-5;

  private ElasticBatchNormalization() {}

  private ElasticBatchNormalization(Builder builder) {
    super(builder);
    decay = builder.decay;
    eps = builder.eps;
    initializeConstraints(builder);
  }

  /** Share of the running values that stays at each update, 0 to 1. */
  public double decay() {
    return decay;
  }

  /** What is added to the variance. */
  public double eps() {
    return eps;
  }

  @Override
  public Map<Dimension, int[]> choices() {
    return Map.of();
  }

  @Override
  public Extracted extract(
      Map<Dimension, Integer> sizes, long inputs, Map<String, INDArray> parameters) {
    Map<String, INDArray> slices = new HashMap<>();
    parameters.forEach((key, values) -> slices.put(key, Box.first(inputs).of(values)));
    return new Extracted(ordinary(inputs), slices);
  }

  private FeedForwardLayer ordinary(long channels) {
    return OrdinaryForm.of(this, BatchNormalization.class)
        .with("useLogStd", false)
        .layer(channels, channels);
  }

  @Override
  public ParamInitializer initializer() {
    return ElasticBatchNormalizationParamInitializer.getInstance();
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LayerInstances.validateKnownSizes(LayerInstances.settings(this), nIn, nOut);
    return LayerInstances.configure(
        new ElasticBatchNormalizationImpl(conf, dataType),
        conf,
        listeners,
        layerIndex,
        paramsView,
        initializeParams);
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    return inputType;
  }

  /**
   * @throws IllegalArgumentException if inputs are neither vectors nor images with channels first
   */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    LayerSettings settings = LayerInstances.settings(this);
    long configured = nIn;
    if (inputType instanceof InputType.InputTypeConvolutional images) {
      LayerInstances.requireNchw(settings, images.getFormat());
      nIn = images.getChannels();
    } else if (inputType instanceof InputType.InputTypeFeedForward vectors) {
      nIn = vectors.getSize();
    } else {
      throw new IllegalArgumentException(
          settings.message(
              "input type", inputType, "vectors or images", "use it behind layers of those"));
    }
    nOut = nIn;
    LayerInstances.requireSameNIn(this, configured, inputType);
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return ordinary(nIn).getPreProcessorForInputType(inputType);
  }

  /** γ and β have none, as in Deeplearning4j. */
  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return null;
  }

  /** {@code NoOp} for the running values, which the layer updates itself. */
  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return ElasticBatchNormalizationParamInitializer.isRunning(parameter)
        ? new NoOp()
        : super.getUpdaterByParam(parameter);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    LayerMemoryReport report = ordinary(nIn).getMemoryReport(inputType);
    report.setLayerType(ElasticBatchNormalization.class);
    return report;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticBatchNormalization that
        && super.equals(that)
        && decay == that.decay
        && eps == that.eps;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), decay, eps);
  }

  @Override
  public String toString() {
    return "ElasticBatchNormalization(%s, decay=%s, eps=%s)"
        .formatted(super.toString(), decay, eps);
  }

  /** {@code new ElasticBatchNormalization.Builder().build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private double decay = 0.9;
    private double eps = 1e-5;

    /** Share of the running values that stays at each update, 0 to 1. Default 0.9. */
    public Builder decay(double decay) {
      this.decay = decay;
      return this;
    }

    /** What is added to the variance, more than 0. Default 1e-5. */
    public Builder eps(double eps) {
      this.eps = eps;
      return this;
    }

    /**
     * @throws IllegalArgumentException if decay is not in [0, 1], eps not positive, or nIn negative
     *     or not nOut; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public ElasticBatchNormalization build() {
      LayerSettings settings = new LayerSettings("ElasticBatchNormalization", layerName);
      LayerInstances.validateNIn(settings, nIn);
      String leaveOut = "leave it out for the default";
      settings.require(decay >= 0 && decay <= 1, "decay", decay, "0 to 1", leaveOut);
      settings.require(eps > 0, "eps", eps, "more than 0", leaveOut);
      nOut = nOut == 0 ? nIn : nOut;
      settings.require(nOut == nIn, "nOut", nOut, "nIn, " + nIn, "leave .nOut(..) out");
      return new ElasticBatchNormalization(this);
    }
  }
}
