package io.dl4jcompact.quant;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.quant.layers.CompensationLayerImpl;
import io.dl4jcompact.quant.params.CompensationParamInitializer;
import java.util.Collection;
import java.util.List;
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
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Adds to each channel a correction of the error that quantisation brought into it.
 *
 * <pre>
 * y = x + (γ·E + β)
 * ∂γ = Σ ∂y·E,  ∂E = γ·Σ ∂y,  ∂β = Σ ∂y,  ∂x = ∂y
 * </pre>
 *
 * <p>γ, E and β are of one number a channel, whatever the minibatch; sums are over minibatch and
 * map. γ and β start at 0, so that the layer starts as the identity. E starts at the mean of the
 * channel in the first minibatch of training; then it is trained, or, if it {@linkplain
 * Builder#trackMean tracks} the mean, averaged and not trained. An L2 term of all that is trained
 * joins the network's score; its weight says how little the layer may do. Regularisation that is
 * set for the network does not act on this layer.
 *
 * <p>The layer stands between a quantised layer and its batch normalisation, as in the source. A
 * batch normalisation subtracts from each channel its mean, and with it every constant: then only
 * the L2 term moves the parameters while training, and the running mean takes the constant up. The
 * layer has an effect of its own where no batch normalisation follows.
 *
 * <p>Inputs are [minibatch, channels] or [minibatch, channels, height, width]. There is no
 * activation function.
 *
 * @see <a href="https://www.usenix.org/conference/atc21/presentation/zhou-qihua">Zhou et al. 2021,
 *     Octo, loss-aware compensation</a>
 */
public final class CompensationLayer extends FeedForwardLayer {

  @JsonProperty private double penalty;
  @JsonProperty private boolean trackMean;
  @JsonProperty private double decay;

  private CompensationLayer() {}

  private CompensationLayer(Builder builder) {
    super(builder);
    penalty = builder.penalty;
    trackMean = builder.trackMean;
    decay = builder.decay;
    initializeConstraints(builder);
  }

  /** The weight of the L2 term. */
  public double penalty() {
    return penalty;
  }

  /** Whether E is the running mean. */
  public boolean tracksMean() {
    return trackMean;
  }

  /** The share of the past in the running mean. */
  public double decay() {
    return decay;
  }

  /** Whether the layer itself updates a parameter. */
  public boolean isState(String param) {
    return param.equals(CompensationParamInitializer.SEEN)
        || trackMean && param.equals(CompensationParamInitializer.EXPECTED);
  }

  @Override
  public ParamInitializer initializer() {
    return CompensationParamInitializer.getInstance();
  }

  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return isState(paramName) ? new NoOp() : super.getUpdaterByParam(paramName);
  }

  /** The layer's own L2 term, of what is trained. */
  @Override
  public List<Regularization> getRegularizationByParam(String paramName) {
    return isState(paramName) || penalty == 0 ? List.of() : List.of(new L2Regularization(penalty));
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
    requireValid(settings, nIn, nOut, penalty, decay);
    CompensationLayerImpl layer = new CompensationLayerImpl(conf, dataType);
    return LayerInstances.configure(
        layer, conf, listeners, layerIndex, paramsView, initializeParams);
  }

  private static void requireValid(
      LayerSettings settings, long nIn, long nOut, double penalty, double decay) {
    settings.require(
        nIn == nOut,
        "nOut",
        nOut,
        "nIn, which is " + nIn,
        "leave both out so that they are inferred");
    settings.require(
        penalty >= 0 && penalty <= Double.MAX_VALUE,
        "penalty",
        penalty,
        "a finite number of at least 0",
        "set .penalty(1e-4), or 0 for none");
    settings.require(
        decay >= 0 && decay < 1, "decay", decay, "one in [0, 1)", "set .trackMean(0.99)");
  }

  /**
   * @throws IllegalStateException if the input type is neither a vector nor an image
   */
  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    channels(inputType);
    return inputType;
  }

  private long channels(InputType inputType) {
    if (inputType instanceof InputType.InputTypeConvolutional image) {
      LayerInstances.requireNchw(LayerInstances.settings(this), image.getFormat());
      return image.getChannels();
    }
    if (inputType instanceof InputType.InputTypeFeedForward vector) {
      return vector.getSize();
    }
    throw new IllegalStateException(
        LayerInstances.settings(this)
            .message(
                "input type",
                inputType,
                "a vector or an image",
                "put the layer behind a dense layer or a convolution"));
  }

  /** Infers the number of channels. */
  @Override
  public void setNIn(InputType inputType, boolean override) {
    long configured = nIn;
    if (nIn <= 0 || override) {
      nIn = channels(inputType);
      nOut = nIn;
    }
    LayerInstances.requireSameNIn(this, configured, inputType);
  }

  /** None, for either input. */
  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    long parameters = initializer().numParams(this);
    return new LayerMemoryReport.Builder(
            getLayerName(), CompensationLayer.class, inputType, inputType)
        .standardMemory(parameters, getIUpdater().stateSize(parameters))
        .workingMemory(nOut, 0, 2 * nOut, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CompensationLayer that
        && super.equals(that)
        && penalty == that.penalty
        && trackMean == that.trackMean
        && decay == that.decay;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), penalty, trackMean, decay);
  }

  @Override
  public String toString() {
    return "CompensationLayer(%s, penalty=%s, trackMean=%s, decay=%s)"
        .formatted(super.toString(), penalty, trackMean, decay);
  }

  /** {@code new CompensationLayer.Builder().penalty(1e-3).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private double penalty = 1e-4;
    private boolean trackMean;
    private double decay;

    /** The weight of the L2 term on γ, E and β. Default 1e-4. */
    public Builder penalty(double weight) {
      penalty = weight;
      return this;
    }

    /**
     * Makes E the running mean of the input instead of a trained parameter.
     *
     * @param decay share of the past, in [0, 1)
     */
    public Builder trackMean(double decay) {
      trackMean = true;
      this.decay = decay;
      return this;
    }

    /**
     * @throws IllegalArgumentException if the penalty is negative or infinite, the decay is not in
     *     [0, 1), or nIn and nOut differ; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public CompensationLayer build() {
      LayerSettings settings = new LayerSettings("CompensationLayer", layerName);
      LayerInstances.validateNIn(settings, nIn);
      nOut = nOut == 0 ? nIn : nOut;
      requireValid(settings, nIn, nOut, penalty, decay);
      return new CompensationLayer(this);
    }
  }
}
