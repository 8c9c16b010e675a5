package io.dl4jcompact.quant;

/**
 * The values that a quantiser is to represent; others are clamped to them.
 *
 * @param min finite
 * @param max finite, at least min
 */
public record ValueRange(float min, float max) {

  /** Of nothing but 0. */
  public static final ValueRange ZERO = new ValueRange(0, 0);

  /**
   * @throws IllegalArgumentException if a value is not finite, or max is less than min
   */
  public ValueRange {
    if (!(min >= -Float.MAX_VALUE && min <= max && max <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "ValueRange: min and max must be finite and rise, got " + min + " and " + max);
    }
  }

  /** The range of two values, in either order. */
  static ValueRange of(double a, double b) {
    return new ValueRange((float) Math.min(a, b), (float) Math.max(a, b));
  }

  /** The greatest of |min| and |max|. */
  public float magnitude() {
    return Math.max(Math.abs(min), Math.abs(max));
  }
}
