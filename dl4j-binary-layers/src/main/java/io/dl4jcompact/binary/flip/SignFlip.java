package io.dl4jcompact.binary.flip;

import java.util.Objects;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Flips a weight when the signals against it have added up to 1.
 *
 * <pre>
 * M ← β·M + η·G                 G the gradient by the weight, averaged over the minibatch
 * flip w where M·e(w) ≥ 1, and there M ← 0
 * β ← 1 - flipped / total       one number a parameter, 1 at the beginning
 * </pre>
 *
 * <p>Where many weights flip, all forget more: β steers how many flip next.
 *
 * <p>State: one float a weight, or a small integer by {@link #withAccumulators}, and β.
 *
 * @see <a href="https://arxiv.org/abs/2405.16339">B⊕LD: Boolean Logic Deep Learning, 2024</a>
 */
public final class SignFlip extends FlipUpdater {

  private final ISchedule eta;

  /**
   * @param eta η, positive. The paper takes 150 with batch normalisation and 12 without.
   * @throws IllegalArgumentException if η is not positive, or infinite
   */
  public SignFlip(double eta) {
    this(new FixedSchedule(Rates.positive("SignFlip", "eta", eta)), null, null);
  }

  /**
   * @param eta η by iteration or epoch, for example a {@link CosineSchedule}; 0 keeps all weights.
   *     A value that is negative, NaN or infinite is refused when it is due.
   */
  public SignFlip(ISchedule eta) {
    this(eta, null, null);
  }

  @JsonCreator
  SignFlip(
      @JsonProperty("eta") ISchedule eta,
      @JsonProperty("others") IUpdater others,
      @JsonProperty("accumulators") AccumulatorFormat format) {
    super(others, AccumulatorFormat.of(format));
    this.eta = Objects.requireNonNull(eta, "eta");
  }

  /** The same with an updater for layers that are not Boolean. */
  public SignFlip withOthers(IUpdater updater) {
    return new SignFlip(eta, Objects.requireNonNull(updater, "updater"), format());
  }

  /**
   * The same with other accumulators, whose integers are rounded with the seed 0.
   *
   * @see #withAccumulators(AccumulatorType, long)
   */
  public SignFlip withAccumulators(AccumulatorType type) {
    return withAccumulators(type, 0);
  }

  /**
   * The same with other accumulators. Integers take less room in Deeplearning4j's updater state,
   * which is an array of floats: three 8-bit or one and a half 16-bit accumulators each. They are
   * rounded stochastically, by the seed, the names of layer and parameter, and the iteration.
   */
  public SignFlip withAccumulators(AccumulatorType type, long seed) {
    return new SignFlip(eta, othersOrNull(), new AccumulatorFormat(type, seed));
  }

  /** η. */
  @JsonProperty("eta")
  public ISchedule eta() {
    return eta;
  }

  @Override
  public FlipStep step(double kept, int iteration, int epoch) {
    return new FlipStep(kept, Rates.at(this, "eta", eta, iteration, epoch), 1, true, true);
  }

  // Not super.clone(): the others must be copied, since setLrAndSchedule changes them.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public SignFlip clone() {
    return new SignFlip(eta.clone(), copy(othersOrNull()), format());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignFlip that && eta.equals(that.eta) && sameSettings(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(eta, settingsHash());
  }

  @Override
  public String toString() {
    return "SignFlip(eta=%s, %s)".formatted(eta, settingsText());
  }
}
