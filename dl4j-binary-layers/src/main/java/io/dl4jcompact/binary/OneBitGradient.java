package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.Quantizers;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An updater that quantises gradients to one bit before it hands them to another updater.
 *
 * <pre> g' = s · q(g)      q the second segmentation: +1 if g &gt; θ or g = θ, else -1 </pre>
 *
 * <p>θ is fixed, 0 by default, or a statistic of the parameter's gradient that is recomputed at
 * every update ({@link #withThreshold}). s is 1, or the mean of |g| over the parameter's gradient
 * ({@link #withScale}). The state, learning rate and schedules are the delegate's. Works with every
 * layer and any of Deeplearning4j's updaters: {@code .updater(new OneBitGradient(new Adam(1e-3)))}.
 *
 * <p>g is what Deeplearning4j gives its updaters: averaged over the minibatch, clipped or
 * normalised, with l1 and l2 in it; weight decay comes after. A g of exactly θ counts as above it,
 * also the 0 of a weight outside of the estimator's window or behind a dead ReLU, which therefore
 * moves; so does NaN with a fixed θ and no scale. Parameters that a layer updates itself, as a
 * batch normalisation does with its running mean, have an updater of their own and are not
 * quantised.
 *
 * <p><b>One parameter at a time.</b> Deeplearning4j joins the gradients of neighbouring parameters
 * into one block if {@link #equals} says that their updaters are equal. A statistic or a scale must
 * not run over several parameters. So with either, an updater is equal to nothing, not even to
 * itself, and no parameter is joined with another; configurations that hold it are not equal to
 * their copies. An updater that wraps this one must compare it by {@code equals}, not by identity.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public final class OneBitGradient implements IUpdater {

  private final IUpdater delegate;
  private final Quantizer quantizer;
  // Null where θ is fixed; Optional cannot be serialised.
  private final Statistic threshold;
  private final boolean scaled;

  private OneBitGradient(
      IUpdater delegate, Quantizer quantizer, Statistic threshold, boolean scaled) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
    this.quantizer = requireSign(Objects.requireNonNull(quantizer, "quantizer"));
    this.threshold = threshold;
    this.scaled = scaled;
  }

  /** θ = 0, no scale. */
  public OneBitGradient(IUpdater delegate) {
    this(delegate, new SignQuantizer());
  }

  /**
   * The quantiser's threshold and values, no scale.
   *
   * @param quantizer a {@link SignQuantizer}, or a {@link LevelQuantizer} of one for values other
   *     than ±1; its estimator is of no use here. An upper value below the lower one turns updates
   *     round, so that the loss grows.
   * @throws IllegalArgumentException if it is another, or has a single value
   */
  public OneBitGradient(IUpdater delegate, Quantizer quantizer) {
    this(delegate, quantizer, null, false);
  }

  @JsonCreator
  static OneBitGradient ofSpecs(
      @JsonProperty("delegate") IUpdater delegate,
      @JsonProperty("quantizer") String quantizer,
      @JsonProperty("threshold") String threshold,
      @JsonProperty("scale") boolean scaled) {
    Statistic statistic = threshold == null ? null : Statistic.parse(threshold);
    return new OneBitGradient(delegate, Quantizers.parse(quantizer), statistic, scaled);
  }

  private static Quantizer requireSign(Quantizer quantizer) {
    Quantizer rule = quantizer instanceof LevelQuantizer levels ? levels.quantizer() : quantizer;
    boolean twoValues = !(quantizer instanceof LevelQuantizer levels) || levels.hasTwoValues();
    if (!(rule instanceof SignQuantizer) || !twoValues) {
      throw new IllegalArgumentException(
          "OneBitGradient: quantizer is "
              + quantizer.spec()
              + ", expected sign(..), or levels(.., .., sign(..)) with two values that differ; use new"
              + " SignQuantizer(), or a LevelQuantizer of one");
    }
    return quantizer;
  }

  /** The same with a θ that is recomputed from a parameter's gradient at every update. */
  public OneBitGradient withThreshold(Statistic statistic) {
    Objects.requireNonNull(statistic, "statistic");
    return new OneBitGradient(delegate, quantizer, statistic, scaled);
  }

  /** The same with or without the factor mean |g| of each parameter's gradient. */
  public OneBitGradient withScale(boolean scale) {
    return new OneBitGradient(delegate, quantizer, threshold, scale);
  }

  /** The updater that is given the quantised gradients. */
  @JsonProperty("delegate")
  public IUpdater delegate() {
    return delegate;
  }

  /** The fixed threshold and the values. */
  public Quantizer quantizer() {
    return quantizer;
  }

  /** What decides about a gradient's bit. */
  SignQuantizer rule() {
    return (SignQuantizer)
        (quantizer instanceof LevelQuantizer levels ? levels.quantizer() : quantizer);
  }

  /** What θ is recomputed as, instead of the quantiser's; empty where it is fixed. */
  public Optional<Statistic> threshold() {
    return Optional.ofNullable(threshold);
  }

  /** Whether quantised gradients are multiplied by mean |g|. */
  @JsonProperty("scale")
  public boolean isScaled() {
    return scaled;
  }

  @JsonProperty("quantizer")
  String quantizerSpec() {
    return quantizer.spec();
  }

  @JsonProperty("threshold")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  String thresholdSpec() {
    return threshold == null ? null : threshold.spec();
  }

  @Override
  public long stateSize(long numParams) {
    return delegate.stateSize(numParams);
  }

  @Override
  public GradientUpdater<OneBitGradient> instantiate(INDArray view, boolean initialize) {
    return new OneBitGradientUpdater(this, delegate.instantiate(view, initialize));
  }

  @Override
  public GradientUpdater<OneBitGradient> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    return new OneBitGradientUpdater(this, delegate.instantiate(state, initialize));
  }

  // Not super.clone(): the delegate must be copied, since setLrAndSchedule changes it.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public OneBitGradient clone() {
    return new OneBitGradient(delegate.clone(), quantizer, threshold, scaled);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return delegate.getLearningRate(iteration, epoch);
  }

  @Override
  public boolean hasLearningRate() {
    return delegate.hasLearningRate();
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    delegate.setLrAndSchedule(rate, schedule);
  }

  /** Whether an element's bit and factor depend on that element only. */
  private boolean elementwise() {
    return threshold == null && !scaled;
  }

  /**
   * Whether gradients of the two may be quantised in one block: the same settings, a fixed
   * threshold and no scale. See the class's description.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof OneBitGradient that
        && elementwise()
        && that.elementwise()
        && quantizer.equals(that.quantizer)
        && delegate.equals(that.delegate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(quantizer, scaled, delegate);
  }

  @Override
  public String toString() {
    String theta = threshold == null ? "fixed" : threshold.spec();
    return "OneBitGradient(%s, %s, threshold=%s, scale=%s)"
        .formatted(delegate, quantizer.spec(), theta, scaled);
  }
}
