package io.dl4jcompact.binary.flip;

/**
 * What is kept of each bit between two updates, by {@link FlipUpdater#accumulators} in
 * Deeplearning4j's updater state and by {@code PackedOptions} in packed training.
 *
 * <p>Integers count in units of the updater's limit (1 of {@link SignFlip}, the threshold of {@link
 * Bop}) divided by {@link #one}. They are rounded stochastically, so that signals below a unit add
 * up on average, and saturate at their least and greatest value.
 */
public enum AccumulatorType {
  /** Floats, of 32 bits or, in a DOUBLE network, of 64, rounded as ever. */
  FLOAT(Float.BYTES, 1, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY),
  /** 16-bit integers: units of 1/4096 of the limit, from -8 to 8 limits. */
  INT16(Short.BYTES, 1 << 12, Short.MIN_VALUE, Short.MAX_VALUE),
  /** 8-bit integers: units of 1/64 of the limit, from -2 to 1.98 limits. */
  INT8(Byte.BYTES, 1 << 6, Byte.MIN_VALUE, Byte.MAX_VALUE);

  private final int bytes;
  private final int one;
  private final float least;
  private final float greatest;

  AccumulatorType(int bytes, int one, float least, float greatest) {
    this.bytes = bytes;
    this.one = one;
    this.least = least;
    this.greatest = greatest;
  }

  /** Bytes of one accumulator by itself. */
  public int bytes() {
    return bytes;
  }

  /** The integer that stands for the limit; 1 for floats, whose unit is that of the gradient. */
  public int one() {
    return one;
  }

  /** The least value, in units. */
  public float least() {
    return least;
  }

  /** The greatest value, in units. */
  public float greatest() {
    return greatest;
  }
}
