package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.layers.BooleanDenseLayerImpl;
import io.dl4jcompact.binary.params.BooleanDenseParamInitializer;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A dense layer whose parameters are bits; {@link BooleanLayer} says what it computes.
 *
 * <p>Shapes: x [minibatch, nIn], W [nIn, nOut], b [nOut], out [minibatch, nOut]. The output is a
 * bit by {@link BooleanActivation}, or s itself with the activation IDENTITY. The factor of the
 * signal that is passed on is √(2 / nOut).
 *
 * <p>Bits are flipped by a {@link FlipUpdater}, the layer's or the network's. They start as fair
 * coin flips, whatever weight initialisation is set. l1, l2 and weight decay, which would pull at
 * them, do nothing; gradient clipping and normalisation act on the signal.
 */
public final class BooleanDenseLayer extends FeedForwardLayer implements BooleanLayer {

  @JsonProperty private boolean hasBias = true;
  @JsonProperty private Domain inputDomain = Domain.BOOLEAN;
  @JsonProperty private Domain signalDomain = Domain.REAL;
  // Null but between a reset, as by transfer learning, and the next updater; not saved.
  private transient IUpdater resetRule;

  private BooleanDenseLayer() {}

  private BooleanDenseLayer(Builder builder) {
    super(builder);
    hasBias = builder.hasBias;
    inputDomain = builder.inputDomain;
    signalDomain = builder.signalDomain;
    initializeConstraints(builder);
  }

  @Override
  public boolean hasBias() {
    return hasBias;
  }

  @Override
  public Domain inputDomain() {
    return inputDomain;
  }

  @Override
  public Domain signalDomain() {
    return signalDomain;
  }

  @Override
  public long fanIn() {
    return nIn;
  }

  @Override
  public double signalScale() {
    return Math.sqrt(2.0 / nOut);
  }

  @Override
  public void requireTrainable(DataType dataType) {
    BitParameters.requireValid(this, dataType);
  }

  @Override
  public ParamInitializer initializer() {
    return BooleanDenseParamInitializer.getInstance();
  }

  /** Takes the place of a {@link FlipUpdater} only if it is one. */
  @Override
  public void setIUpdater(IUpdater updater) {
    IUpdater present = getIUpdater() == null ? resetRule : getIUpdater();
    super.setIUpdater(BitParameters.chosen(present, updater));
    resetRule = null;
  }

  /** Resets all; the rule of the bits is taken up again if the next updater flips none. */
  @Override
  public void resetLayerDefaultConfig() {
    IUpdater rule = getIUpdater();
    super.resetLayerDefaultConfig();
    resetRule = rule;
  }

  @Override
  public IUpdater getUpdaterByParam(String paramName) {
    return BitParameters.updater(this, paramName);
  }

  @Override
  public List<Regularization> getRegularizationByParam(String paramName) {
    return BitParameters.regularization();
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int layerIndex,
      INDArray paramsView,
      boolean initializeParams,
      DataType dataType) {
    requireTrainable(dataType);
    BitParameters.requireDescent(this, conf);
    BooleanDenseLayerImpl layer = new BooleanDenseLayerImpl(conf, dataType);
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
    return BitParameters.memory(this, inputType);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BooleanDenseLayer that
        && super.equals(that)
        && hasBias == that.hasBias
        && inputDomain == that.inputDomain
        && signalDomain == that.signalDomain;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), hasBias, inputDomain, signalDomain);
  }

  @Override
  public String toString() {
    return "BooleanDenseLayer(%s, hasBias=%s, input=%s, signal=%s)"
        .formatted(super.toString(), hasBias, inputDomain, signalDomain);
  }

  /** {@code new BooleanDenseLayer.Builder().nOut(512).updater(new SignFlip(12)).build()}. */
  public static final class Builder extends FeedForwardLayer.Builder<Builder> {

    private boolean hasBias = true;
    private Domain inputDomain = Domain.BOOLEAN;
    private Domain signalDomain = Domain.REAL;

    /** Bias, Boolean input, real signal, {@link BooleanActivation} with τ = 0. */
    public Builder() {
      setActivationFn(new BooleanActivation());
    }

    /** Whether b is added. Default true, as in {@code DenseLayer}. */
    public Builder hasBias(boolean hasBias) {
      this.hasBias = hasBias;
      return this;
    }

    /** The values of x. Default BOOLEAN; other numbers than 0 and 1 are then refused. */
    public Builder input(Domain domain) {
      inputDomain = Objects.requireNonNull(domain, "domain");
      return this;
    }

    /** The values of the signal that the layer uses. Default REAL. */
    public Builder signal(Domain domain) {
      signalDomain = Objects.requireNonNull(domain, "domain");
      return this;
    }

    /**
     * @throws IllegalArgumentException if nOut is less than 1, nIn is negative, or the layer's
     *     updater flips no bits; the message names the layer
     */
    @Override
    @SuppressWarnings("unchecked")
    public BooleanDenseLayer build() {
      LayerSettings settings = new LayerSettings("BooleanDenseLayer", layerName);
      LayerInstances.validateSizes(settings, nIn, nOut);
      BitParameters.requireFlipsOrNone(settings, iupdater);
      return new BooleanDenseLayer(this);
    }
  }
}
