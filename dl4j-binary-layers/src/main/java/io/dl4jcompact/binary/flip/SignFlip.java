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
 * <p>State: one float a weight, and β.
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
    this(new FixedSchedule(Rates.positive("SignFlip", "eta", eta)), null);
  }

  /**
   * @param eta η by iteration or epoch, for example a {@link CosineSchedule}; 0 keeps all weights.
   *     A value that is negative, NaN or infinite is refused when it is due.
   */
  public SignFlip(ISchedule eta) {
    this(eta, null);
  }

  @JsonCreator
  SignFlip(@JsonProperty("eta") ISchedule eta, @JsonProperty("others") IUpdater others) {
    super(others);
    this.eta = Objects.requireNonNull(eta, "eta");
  }

  /** The same with an updater for layers that are not Boolean. */
  public SignFlip withOthers(IUpdater updater) {
    return new SignFlip(eta, Objects.requireNonNull(updater, "updater"));
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
    return new SignFlip(eta.clone(), copy(othersOrNull()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignFlip that && eta.equals(that.eta) && sameOthers(that);
  }

  @Override
  public int hashCode() {
    return Objects.hash(eta, othersOrNull());
  }

  @Override
  public String toString() {
    return "SignFlip(eta=%s, others=%s)".formatted(eta, othersOrNull());
  }
}
