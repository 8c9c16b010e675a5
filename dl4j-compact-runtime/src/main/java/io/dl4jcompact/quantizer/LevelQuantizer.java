package io.dl4jcompact.quantizer;

import java.util.Objects;

/**
 * A one-bit quantiser with two values of one's own in place of its 1 and 0 or ±1.
 *
 * <pre> q(x) = offset + factor · c(x),   q'(x) = factor · c'(x)      c the quantiser beneath </pre>
 *
 * so that bit 1 is {@code upper} and bit 0 is {@code lower}. These are exact where they and their
 * difference need no rounding, as multiples of one power of two do.
 *
 * <p>The value of bit 1 may be the lesser one, which turns the quantiser and its gradient round.
 * The two may be equal here, but what is given such a quantiser refuses it.
 *
 * @param upper the value of bit 1: p1 of the first segmentation, p3 of the second; finite
 * @param lower the value of bit 0: p2 or p4; finite
 * @param quantizer what decides about the bit; not another quantiser with levels, not {@link
 *     Identity}
 */
public record LevelQuantizer(float upper, float lower, Quantizer quantizer) implements Quantizer {

  /**
   * @throws IllegalArgumentException if the values, or how far they are apart, are not finite, or
   *     the quantiser is none of one bit
   */
  public LevelQuantizer {
    Objects.requireNonNull(quantizer, "quantizer");
    if (!Float.isFinite(upper - lower)) {
      throw new IllegalArgumentException(
          "LevelQuantizer: upper is %s and lower is %s, expected finite values that are a finite"
                  .formatted(upper, lower)
              + " number apart; take smaller ones");
    }
    if (!(quantizer instanceof OneBitQuantizer || quantizer instanceof DynamicStepQuantizer)) {
      throw new IllegalArgumentException(
          "LevelQuantizer: quantizer is %s, expected a step or a sign".formatted(quantizer.spec()));
    }
  }

  /** Whether the two values differ, so that a bit says something. */
  public boolean hasTwoValues() {
    return factor() != 0;
  }

  /**
   * By what the values of the quantiser beneath are multiplied; negative where these turn round.
   */
  public float factor() {
    return isSign() ? (upper - lower) / 2 : upper - lower;
  }

  /** What is added then: {@code lower} for a step, the middle of the two values for a sign. */
  public float offset() {
    return isSign() ? upper / 2 + lower / 2 : lower;
  }

  private boolean isSign() {
    return quantizer instanceof SignQuantizer;
  }

  @Override
  public int bits() {
    return 1;
  }

  @Override
  public String spec() {
    return "levels(" + upper + ", " + lower + ", " + quantizer.spec() + ")";
  }
}
