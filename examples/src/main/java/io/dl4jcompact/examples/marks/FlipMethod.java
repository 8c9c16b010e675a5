package io.dl4jcompact.examples.marks;

import java.util.Locale;

/** Ways to train a one-bit network that are compared. */
public enum FlipMethod {
  /** Bits from the first step, flipped by {@link io.dl4jcompact.binary.flip.SignFlip}. */
  SIGN_FLIP(Precision.BITS),
  /** Bits from the first step, flipped by {@link io.dl4jcompact.binary.flip.Bop}. */
  BOP(Precision.BITS),
  /** Latent floats whose signs are the weights, trained by Adam; the measure of the others. */
  STRAIGHT_THROUGH(Precision.ONE_BIT),
  /**
   * As {@link #SIGN_FLIP}, by packed training with 8-bit accumulators: no float weight at any time.
   */
  PACKED(Precision.BITS);

  private final Precision precision;

  FlipMethod(Precision precision) {
    this.precision = precision;
  }

  /** What its networks' one-bit layers are made of. */
  public Precision precision() {
    return precision;
  }

  /** The name in tables and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
