package io.dl4jcompact.runtime.reference;

/**
 * Bounds of a value's numbers, from which follows what rounding can do to them.
 *
 * @param digits binary digits that they need; {@value #ROUNDED} or more if rounding may touch them
 * @param magnitude binary logarithm of the largest absolute value, of sums under way too
 */
record Range(int digits, int magnitude) {

  private static final int ROUNDED = 1000;

  /** Random samples: multiples of 1/4 between -2 and 2. */
  static final Range INPUT = new Range(4, 1);

  static final Range BITS = new Range(1, 0);

  /** Whether floats hold them exactly, whatever the order of additions. */
  boolean isExact() {
    return digits <= 24;
  }

  /**
   * Whether a function may squash them: after large sums the error of rounding would be large
   * compared to the result.
   */
  boolean isTame() {
    return isExact() || magnitude <= 3;
  }

  /** Whether another sum is far from overflowing. */
  boolean isFinite() {
    return magnitude <= 60;
  }

  Range grow(int bits) {
    return new Range(digits + bits, magnitude + bits);
  }

  Range rounded(int newMagnitude) {
    return new Range(ROUNDED, newMagnitude);
  }

  Range max(Range other) {
    return new Range(Math.max(digits, other.digits), Math.max(magnitude, other.magnitude));
  }
}
