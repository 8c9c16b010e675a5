package io.dl4jcompact.quant;

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
 * An updater that clips gradients before it hands them to another updater.
 *
 * <pre> g' = sign(g) · min(|g|, t)          for each element </pre>
 *
 * <p>t is fixed, or follows a schedule of iterations or epochs ({@link #withSchedule}), or is the
 * magnitude that a share of the parameter's gradient is within ({@link #withShare}), recomputed at
 * every update; then the fixed t is an upper bound. With {@link #withNorm} a parameter's gradient
 * is scaled to a norm of at most t instead, g' = g · min(1, t / ‖g‖₂). With {@link
 * #withAfterUpdate} it is not the gradient that is clipped but the updater's result, by which the
 * parameter changes. Works with every layer and any of Deeplearning4j's updaters: {@code
 * .updater(new ClippedGradient(new Adam(1e-3), 0.5))}.
 *
 * <p>g is what Deeplearning4j gives its updaters: averaged over the minibatch, with l1 and l2 in
 * it; weight decay comes after. Norms of layers, which an updater does not see, are what {@code
 * gradientNormalization} is for. NaN stays NaN where t is fixed.
 *
 * <p><b>One parameter at a time.</b> Deeplearning4j joins the gradients of neighbouring parameters
 * into one block if {@link #equals} says that their updaters are equal. A share or a norm must not
 * run over several parameters. So with either, an updater is equal to nothing, not even to itself,
 * and no parameter is joined with another; configurations that hold it are not equal to their
 * copies. An updater that wraps this one must compare it by {@code equals}, not by identity.
 *
 * @see <a href="https://www.usenix.org/conference/atc21/presentation/zhou-qihua">Zhou et al. 2021,
 *     Octo, parameterised range clipping</a>
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public final class ClippedGradient implements IUpdater {

  private static final double ALL = 1;

  private final IUpdater delegate;
  private final double threshold;
  // Null where t is fixed; Optional cannot be serialised.
  private final ISchedule schedule;
  private final double share;
  private final boolean norm;
  private final boolean afterUpdate;

  @JsonCreator
  ClippedGradient(
      @JsonProperty("delegate") IUpdater delegate,
      @JsonProperty("threshold") double threshold,
      @JsonProperty("schedule") ISchedule schedule,
      @JsonProperty("share") double share,
      @JsonProperty("norm") boolean norm,
      @JsonProperty("afterUpdate") boolean afterUpdate) {
    this.delegate = Objects.requireNonNull(delegate, "delegate");
    this.threshold = requirePositive(threshold);
    this.schedule = schedule;
    this.share = share;
    this.norm = norm;
    this.afterUpdate = afterUpdate;
    if (!(share > 0 && share <= ALL)) {
      throw new IllegalArgumentException(
          "ClippedGradient: share is " + share + ", expected one in (0, 1]; 1 clips nothing");
    }
    if (norm && share < ALL) {
      throw new IllegalArgumentException(
          "ClippedGradient: share is "
              + share
              + ", expected 1 where norms are clipped; a parameter has a single norm");
    }
  }

  /**
   * Clips each element of the gradient.
   *
   * @param threshold t, positive; may be infinite
   * @throws IllegalArgumentException if it is not positive
   */
  public ClippedGradient(IUpdater delegate, double threshold) {
    this(delegate, threshold, null, ALL, false, false);
  }

  private static double requirePositive(double threshold) {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException(
          "ClippedGradient: threshold is " + threshold + ", expected a positive number");
    }
    return threshold;
  }

  /** The same with a t that follows a schedule. */
  public ClippedGradient withSchedule(ISchedule thresholds) {
    Objects.requireNonNull(thresholds, "thresholds");
    return new ClippedGradient(delegate, threshold, thresholds, share, norm, afterUpdate);
  }

  /**
   * The same with a t, at most the fixed one, that a share of each parameter's gradient is within.
   *
   * @param kept in (0, 1]; at 1 only the fixed t counts
   * @throws IllegalArgumentException if it is not, or norms are clipped
   */
  public ClippedGradient withShare(double kept) {
    return new ClippedGradient(delegate, threshold, schedule, kept, norm, afterUpdate);
  }

  /**
   * The same with or without the norm of each parameter's gradient in place of its elements.
   *
   * @throws IllegalArgumentException if a share is clipped
   */
  public ClippedGradient withNorm(boolean norms) {
    return new ClippedGradient(delegate, threshold, schedule, share, norms, afterUpdate);
  }

  /** The same with the updater's result clipped, or the gradient. */
  public ClippedGradient withAfterUpdate(boolean after) {
    return new ClippedGradient(delegate, threshold, schedule, share, norm, after);
  }

  /** The updater that is given the clipped gradients. */
  @JsonProperty("delegate")
  public IUpdater delegate() {
    return delegate;
  }

  /** The fixed t. */
  @JsonProperty("threshold")
  public double threshold() {
    return threshold;
  }

  /** What t follows in place of the fixed one. */
  public Optional<ISchedule> schedule() {
    return Optional.ofNullable(schedule);
  }

  @JsonProperty("schedule")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  ISchedule savedSchedule() {
    return schedule;
  }

  /** The share of each parameter's gradient that is within t. */
  @JsonProperty("share")
  public double share() {
    return share;
  }

  /** Whether norms are clipped. */
  @JsonProperty("norm")
  public boolean clipsNorm() {
    return norm;
  }

  /** Whether the updater's result is clipped. */
  @JsonProperty("afterUpdate")
  public boolean clipsAfterUpdate() {
    return afterUpdate;
  }

  /**
   * The fixed or scheduled t.
   *
   * @throws IllegalArgumentException if a schedule gives one that is not positive
   */
  double threshold(int iteration, int epoch) {
    return schedule == null ? threshold : requirePositive(schedule.valueAt(iteration, epoch));
  }

  @Override
  public long stateSize(long numParams) {
    return delegate.stateSize(numParams);
  }

  @Override
  public GradientUpdater<ClippedGradient> instantiate(INDArray view, boolean initialize) {
    return new ClippedGradientUpdater(this, delegate.instantiate(view, initialize));
  }

  @Override
  public GradientUpdater<ClippedGradient> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    return new ClippedGradientUpdater(this, delegate.instantiate(state, initialize));
  }

  // Not super.clone(): the delegate must be copied, since setLrAndSchedule changes it.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public ClippedGradient clone() {
    ISchedule thresholds = schedule == null ? null : schedule.clone();
    return new ClippedGradient(delegate.clone(), threshold, thresholds, share, norm, afterUpdate);
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
  public void setLrAndSchedule(double rate, ISchedule rates) {
    delegate.setLrAndSchedule(rate, rates);
  }

  /** Whether what becomes of an element depends on that element only. */
  private boolean elementwise() {
    return share == ALL && !norm;
  }

  /**
   * Whether gradients of the two may be clipped in one block: the same settings, neither a share
   * nor a norm. See the class's description.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof ClippedGradient that
        && elementwise()
        && that.elementwise()
        && threshold == that.threshold
        && afterUpdate == that.afterUpdate
        && Objects.equals(schedule, that.schedule)
        && delegate.equals(that.delegate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(threshold, share, norm, afterUpdate, delegate);
  }

  @Override
  public String toString() {
    return "ClippedGradient(%s, %s, schedule=%s, share=%s, norm=%s, afterUpdate=%s)"
        .formatted(delegate, threshold, schedule, share, norm, afterUpdate);
  }
}
