package io.dl4jcompact.binary;

import io.dl4jcompact.binary.layers.BinaryDenseLayerImpl;
import io.dl4jcompact.binary.params.QuantizedDenseParamInitializer;
import io.dl4jcompact.binary.params.RunningThreshold;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.core.QuantizedMemory;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
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
 * A dense layer with quantised input and weights.
 *
 * <pre> out = f(α ⊙ (q_x(x) q_w(W)) + b) </pre>
 *
 * <p>Shapes: x [minibatch, nIn], W [nIn, nOut], b and α [nOut], out [minibatch, nOut]. W are latent
 * float weights; the updater, l1, l2, weight decay, gradient normalisation and constraints act on
 * them as in a {@code DenseLayer}. Dropout acts on x before it is quantised. Weight noise acts on W
 * before it is quantised; DropConnect makes weights 0, which quantise to +1, and so makes no sense
 * here.
 *
 * <p>Differs from {@code DenseLayer}: the activation function is the identity unless the layer's
 * own builder sets one, whatever the network's default is; there is no layer normalisation.
 */
public final class BinaryDenseLayer extends FeedForwardLayer implements QuantizedLayer {

  @JsonProperty private boolean hasBias = true;
  @JsonProperty private Quantization quantization = Quantization.DEFAULT;

  private BinaryDenseLayer() {}

  private BinaryDenseLayer(Builder builder) {
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
  public Quantization quantization() {
    return quantization;
  }

  @Override
  public ParamInitializer initializer() {
    return RunningThreshold.behind(QuantizedDenseParamInitializer.getInstance(), quantization);
  }

  /** {@code NoOp} for a running threshold, which the layer updates itself. */
  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return paramName.equals(RunningThreshold.KEY) ? new NoOp() : super.getUpdaterByParam(paramName);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    LatentLayers.requireValid(this);
    BinaryDenseLayerImpl layer = new BinaryDenseLayerImpl(conf, dataType);
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
    return other instanceof BinaryDenseLayer that
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
    return "BinaryDenseLayer(%s, hasBias=%s, %s)"
        .formatted(super.toString(), hasBias, quantization);
  }

  /** {@code new BinaryDenseLayer.Builder().nIn(784).nOut(512).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private boolean hasBias = true;
    private Quantization quantization = Quantization.DEFAULT;

    /** Bias, identity activation, {@link Quantization#DEFAULT}. */
    public Builder() {
      setActivationFn(new ActivationIdentity());
    }

    /** Whether b is added. Default true, as in {@code DenseLayer}. */
    public Builder hasBias(boolean hasBias) {
      this.hasBias = hasBias;
      return this;
    }

    /**
     * Quantiser of x. Default {@code step(0.0, clipped)}; {@code Identity} for float inputs. A
     * stochastic one repeats as {@link QuantizerOps#quantizeTraining} says. A dynamic one computes
     * its threshold from all elements of x, after dropout; the layer then has a parameter more, the
     * running threshold "inputThreshold", which no gradient changes. A {@link LevelQuantizer}
     * around any of them gives other values than 0 and 1, or ±1.
     */
    public Builder inputQuantizer(Quantizer quantizer) {
      quantization = quantization.withInput(quantizer);
      return this;
    }

    /**
     * Quantiser of W. Default {@code sign(0.0, clipped)}; {@code Identity} for float weights; a
     * {@link LevelQuantizer} of a sign for other values than ±1.
     */
    public Builder weightQuantizer(Quantizer quantizer) {
      quantization = quantization.withWeights(quantizer);
      return this;
    }

    /** Whether output n is multiplied by α_n = mean |W_n|. Default false. */
    public Builder weightScale(boolean weightScale) {
      quantization = quantization.withWeightScale(weightScale);
      return this;
    }

    /**
     * @throws IllegalArgumentException if nOut is less than 1, nIn is negative, or a quantiser is
     *     on the wrong side; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public BinaryDenseLayer build() {
      LayerSettings settings = new LayerSettings("BinaryDenseLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      quantization.validate(settings);
      return new BinaryDenseLayer(this);
    }
  }
}
