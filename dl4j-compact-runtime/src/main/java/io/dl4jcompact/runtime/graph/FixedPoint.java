package io.dl4jcompact.runtime.graph;

/**
 * A factor for integers: multiplier · 2^-shift. A product is rounded once, to the nearest integer,
 * and halves up:
 *
 * <pre> scaled(x) = (x · multiplier + 2^(shift - 1)) &gt;&gt; shift </pre>
 *
 * in 64-bit integers, where &gt;&gt; rounds down.
 *
 * @param multiplier 0 to 2^31 - 1
 * @param shift 1 to {@value #MOST_SHIFT}
 */
public record FixedPoint(int multiplier, int shift) {

  /** With more, what is added to round would not leave the sign alone. */
  public static final int MOST_SHIFT = 62;

  private static final int MULTIPLIER_BITS = 31;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public FixedPoint {
    require(multiplier, shift);
  }

  static void require(int multiplier, int shift) {
    if (multiplier < 0 || shift < 1 || shift > MOST_SHIFT) {
      throw new IllegalArgumentException(
          "a factor takes a multiplier of at least 0 and a shift of 1..%s, got %s and %s"
              .formatted(MOST_SHIFT, multiplier, shift));
    }
  }

  /**
   * The nearest factor: its multiplier is at least 2^30, so that it differs by less than 2^-31 of
   * itself, unless it is below 2^-32.
   *
   * @param factor at least 0 and below 2^30
   * @throws IllegalArgumentException if it is not
   */
  public static FixedPoint of(double factor) {
    if (!(factor >= 0 && factor < 1 << MULTIPLIER_BITS - 1)) {
      throw new IllegalArgumentException(
          "a factor must be at least 0 and below 2^30, got " + factor);
    }
    int shift = Math.min(MOST_SHIFT, MULTIPLIER_BITS - 1 - Math.getExponent(factor));
    long multiplier = (long) Math.rint(Math.scalb(factor, shift));
    if (multiplier > Integer.MAX_VALUE) {
      return shift == 1
          ? new FixedPoint(Integer.MAX_VALUE, 1)
          : new FixedPoint((int) (multiplier >> 1), shift - 1);
    }
    return new FixedPoint((int) multiplier, shift);
  }

  /**
   * The product, rounded.
   *
   * @param x at most 2^31 in magnitude
   */
  public long scaled(long x) {
    return scaled(x, 0);
  }

  /**
   * The product and an offset in its units, rounded.
   *
   * @param x at most 2^31 in magnitude
   */
  public long scaled(long x, int offset) {
    return x * multiplier + offset + (1L << shift - 1) >> shift;
  }
}
