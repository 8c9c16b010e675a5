package io.dl4jcompact.quant;

import io.dl4jcompact.quantizer.AffineQuantizer;

/** Which integers of some bits a tensor is quantised to. */
public enum Interval {
  /** [-m, m] with m = 2^(bits - 1) - 1, zero point 0: [-127, 127] for 8 bits. */
  SYMMETRIC {
    @Override
    public AffineQuantizer quantizer(int bits, ValueRange range) {
      return AffineQuantizer.symmetric(bits, range.magnitude());
    }
  },
  /** [0, 2^bits - 1] with a zero point by the range: [0, 255] for 8 bits. */
  ASYMMETRIC {
    @Override
    public AffineQuantizer quantizer(int bits, ValueRange range) {
      return AffineQuantizer.asymmetric(bits, range.min(), range.max());
    }
  };

  /**
   * The quantiser whose integers span a range, widened to contain 0.
   *
   * @param bits 2..8
   * @throws IllegalArgumentException if there are fewer or more bits
   */
  public abstract AffineQuantizer quantizer(int bits, ValueRange range);
}
