package io.dl4jcompact.runtime.graph;

/**
 * Where 8-bit results are put: around a zero point, and clamped. A ReLU costs nothing: it is a
 * {@code low} that is the zero point.
 *
 * @param zeroPoint the integer of the number 0
 * @param low the least integer
 * @param high the greatest integer, at least {@code low}; all three are in [-128, 127]
 */
public record Int8Range(int zeroPoint, int low, int high) {

  /**
   * @throws IllegalArgumentException if the integers do not rise or do not fit a byte
   */
  public Int8Range {
    requireByte("zero point", zeroPoint);
    if (low < Byte.MIN_VALUE || low > high || high > Byte.MAX_VALUE) {
      throw new IllegalArgumentException(
          "low and high must rise within [-128, 127], got " + low + " and " + high);
    }
  }

  static void requireByte(String what, int value) {
    if (value != (byte) value) {
      throw new IllegalArgumentException(what + " must be in [-128, 127], got " + value);
    }
  }

  /** An integer that counts from the zero point, moved there and clamped. */
  public byte place(long steps) {
    return (byte) Math.max(low, Math.min(high, steps + zeroPoint));
  }
}
