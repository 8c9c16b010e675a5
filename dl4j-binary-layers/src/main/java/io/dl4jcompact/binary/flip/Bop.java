package io.dl4jcompact.binary.flip;

import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Flips a weight when a moving average of its gradient is great enough and has its sign.
 *
 * <pre>
 * m ← (1 - γ)·m + γ·G           G the gradient by the weight, averaged over the minibatch
 * flip w where |m| &gt; threshold and sign(m) = sign(e(w)); m is kept
 * </pre>
 *
 * <p>State: one float a weight, or a small integer by {@link #withAccumulators}, and the share of
 * weights kept, which is only observed.
 *
 * @see <a href="https://arxiv.org/abs/1906.02107">Helwegen et al. 2019, algorithm 1</a>
 */
public final class Bop extends FlipUpdater {

  private final ISchedule gamma;
  private final ISchedule threshold;

  /**
   * The paper's γ and threshold for BinaryNet on CIFAR-10 are 1e-4 and 1e-8, with a γ that is
   * multiplied by 0.1 every 100 epochs.
   *
   * @param gamma γ, the weight of the newest gradient, in (0, 1]
   * @param threshold in units of the gradient, 0 or more
   * @throws IllegalArgumentException if one of them is not in its range
   */
  public Bop(double gamma, double threshold) {
    this(
        new FixedSchedule(Rates.share("Bop", "gamma", gamma)),
        new FixedSchedule(Rates.notNegative("Bop", "threshold", threshold)),
        null,
        null);
  }

  /**
   * @param gamma γ by iteration or epoch
   * @param threshold by iteration or epoch. A negative, NaN or infinite value of either, or a γ
   *     above 1, is refused when it is due.
   */
  public Bop(ISchedule gamma, ISchedule threshold) {
    this(gamma, threshold, null, null);
  }

  @JsonCreator
  Bop(
      @JsonProperty("gamma") ISchedule gamma,
      @JsonProperty("threshold") ISchedule threshold,
      @JsonProperty("others") IUpdater others,
      @JsonProperty("accumulators") AccumulatorFormat format) {
    super(others, AccumulatorFormat.of(format));
    this.gamma = Objects.requireNonNull(gamma, "gamma");
    this.threshold = Objects.requireNonNull(threshold, "threshold");
  }

  /** The same with an updater for layers that are not Boolean. */
  public Bop withOthers(IUpdater updater) {
    return new Bop(gamma, threshold, Objects.requireNonNull(updater, "updater"), format());
  }

  /**
   * The same with other accumulators, whose integers are rounded with the seed 0.
   *
   * @see #withAccumulators(AccumulatorType, long)
   */
  public Bop withAccumulators(AccumulatorType type) {
    return withAccumulators(type, 0);
  }

  /**
   * The same with other accumulators. Integers take less room in Deeplearning4j's updater state,
   * which is an array of floats: three 8-bit or one and a half 16-bit accumulators each. They are
   * rounded stochastically, by the seed, the names of layer and parameter, and the iteration.
   *
   * @throws IllegalArgumentException if they are integers and the threshold is always 0: it is what
   *     they have units of. A schedule's 0 is refused when it is due.
   */
  public Bop withAccumulators(AccumulatorType type, long seed) {
    boolean none = threshold instanceof FixedSchedule fixed && fixed.valueAt(0, 0) == 0;
    if (none && type != AccumulatorType.FLOAT) {
      throw new IllegalArgumentException(
          "Bop: threshold is 0, expected a positive number where accumulators are " + type);
    }
    return new Bop(gamma, threshold, othersOrNull(), new AccumulatorFormat(type, seed));
  }

  /** γ. */
  @JsonProperty("gamma")
  public ISchedule gamma() {
    return gamma;
  }

  /** What |m| must exceed. */
  @JsonProperty("threshold")
  public ISchedule threshold() {
    return threshold;
  }

  @Override
  public FlipStep step(double kept, int iteration, int epoch) {
    double newest = Rates.shareAt(this, "gamma", gamma, iteration, epoch);
    double limit = Rates.at(this, "threshold", threshold, iteration, epoch);
    return new FlipStep(1 - newest, newest, limit, false, false);
  }

  // Not super.clone(): the others must be copied, since setLrAndSchedule changes them.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public Bop clone() {
    return new Bop(gamma.clone(), threshold.clone(), copy(othersOrNull()), format());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bop that
        && gamma.equals(that.gamma)
        && threshold.equals(that.threshold)
        && sameSettings(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(gamma, threshold, settingsHash());
  }

  @Override
  public String toString() {
    return "Bop(gamma=%s, threshold=%s, %s)".formatted(gamma, threshold, settingsText());
  }
}
