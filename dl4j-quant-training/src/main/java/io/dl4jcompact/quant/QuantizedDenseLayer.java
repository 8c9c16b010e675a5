package io.dl4jcompact.quant;

import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.QuantizedMemory;
import io.dl4jcompact.quant.layers.QuantizedDenseLayerImpl;
import io.dl4jcompact.quant.params.DenseParamInitializer;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A dense layer whose input and weights are integers of 2 to 8 bits.
 *
 * <pre>
 * out = f((Σ (q_x - z_x)(q_w - z_w)) · s_x·s_w + b)
 * q = clamp(rint(v / s) + z, low, high)          for x and for each output channel's weights
 * </pre>
 *
 * <p>Shapes: x [minibatch, nIn], W [nIn, nOut], b [nOut], out [minibatch, nOut]. Sums are exact
 * integers. W are latent float weights; the updater, l1, l2, weight decay, gradient normalisation
 * and constraints act on them as in a {@code DenseLayer}. Dropout acts on x, weight noise on W,
 * before they are quantised. Gradients pass where a value is inside of its range, straight through,
 * and are 0 outside.
 *
 * <p>The range of x is what the scheme's {@link Observer} saw while training: a parameter more,
 * "inputObserver", which no gradient changes. At inference it is as training left it; before any
 * training, each input has its own range.
 *
 * <p>Differs from {@code DenseLayer}: the activation function is the identity unless the layer's
 * own builder sets one, whatever the network's default is; there is no layer normalisation.
 */
public final class QuantizedDenseLayer extends FeedForwardLayer implements QuantizedOperator {

  @JsonProperty private boolean hasBias = true;
  @JsonProperty private LayerQuantization quantization = LayerQuantization.DEFAULT;

  private QuantizedDenseLayer() {}

  private QuantizedDenseLayer(Builder builder) {
    super(builder);
    hasBias = builder.hasBias;
    quantization = builder.quantization;
    initializeConstraints(builder);
  }

  @Override
  public boolean hasBias() {
    return hasBias;
  }

  @Override
  public LayerQuantization quantization() {
    return quantization;
  }

  @Override
  public ParamInitializer initializer() {
    // Null while Deeplearning4j's constructors run, which come before this class's.
    ParamInitializer base = DenseParamInitializer.getInstance();
    return quantization == null ? base : new QuantizedParamInitializer(base);
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
    LayerSettings settings = LayerInstances.settings(this);
    LayerInstances.validateKnownSizes(settings, nIn, nOut);
    quantization.validate(settings);
    QuantizedDenseLayerImpl layer = new QuantizedDenseLayerImpl(conf, dataType);
    return LayerInstances.configure(
        layer, conf, listeners, layerIndex, paramsView, initializeParams);
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

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return QuantizedMemory.of(this, inputType, nIn * nOut, 0);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof QuantizedDenseLayer that
        && super.equals(that)
        && hasBias == that.hasBias
        && quantization.equals(that.quantization);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), hasBias, quantization);
  }

  @Override
  public String toString() {
    return "QuantizedDenseLayer(%s, hasBias=%s, %s)"
        .formatted(super.toString(), hasBias, quantization);
  }

  /** {@code new QuantizedDenseLayer.Builder().nIn(784).nOut(512).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private boolean hasBias = true;
    private LayerQuantization quantization = LayerQuantization.DEFAULT;

    /** Bias, identity activation, {@link LayerQuantization#DEFAULT}. */
    public Builder() {
      setActivationFn(new ActivationIdentity());
    }

    /** Whether b is added. Default true, as in {@code DenseLayer}. */
    public Builder hasBias(boolean hasBias) {
      this.hasBias = hasBias;
      return this;
    }

    /** Bits of input and weights, 2..8. Default 8. */
    public Builder bits(int bits) {
      quantization = quantization.withBits(bits);
      return this;
    }

    /** Of x. Default {@link QuantizationScheme#INPUT}. */
    public Builder inputScheme(QuantizationScheme scheme) {
      quantization = quantization.withInput(scheme);
      return this;
    }

    /** Of W. Default {@link QuantizationScheme#WEIGHTS}. */
    public Builder weightScheme(QuantizationScheme scheme) {
      quantization = quantization.withWeights(scheme);
      return this;
    }

    /** Of the gradient in the backward pass's products. Default {@link BackwardScheme#NONE}. */
    public Builder backward(BackwardScheme scheme) {
      quantization = quantization.withBackward(scheme);
      return this;
    }

    /**
     * @throws IllegalArgumentException if nOut is less than 1, nIn is negative, or a scheme cannot
     *     be, see {@link LayerQuantization#validate}; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public QuantizedDenseLayer build() {
      LayerSettings settings = new LayerSettings("QuantizedDenseLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      quantization.validate(settings);
      return new QuantizedDenseLayer(this);
    }
  }
}
