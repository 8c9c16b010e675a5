package io.dl4jcompact.runtime.graph;

import io.dl4jcompact.quantizer.OneBitQuantizer;

/** What one element of a value is. */
public enum ElementType {
  /** 32-bit IEEE 754. */
  FLOAT(Float.SIZE),
  /** One bit that stands for 0 or 1. */
  BIT_01(1),
  /** One bit that stands for -1 (bit 0) or +1 (bit 1). */
  BIT_PM1(1),
  /**
   * An integer in [-128, 127], which stands for scale · (q - zero point). The operations that need
   * them know both.
   */
  INT8(Byte.SIZE);

  private final int bits;

  ElementType(int bits) {
    this.bits = bits;
  }

  /** Bits an element takes. */
  public int bits() {
    return bits;
  }

  /** Whether elements are single bits. */
  public boolean isOneBit() {
    return bits == 1;
  }

  /** The number that a bit stands for. */
  public float valueOf(boolean bit) {
    return switch (this) {
      case BIT_01 -> bit ? 1 : 0;
      case BIT_PM1 -> bit ? 1 : -1;
      case FLOAT, INT8 -> throw new IllegalStateException(this + " is not a bit");
    };
  }

  /** The type of the values that a one-bit quantiser gives. */
  public static ElementType of(OneBitQuantizer quantizer) {
    return quantizer.lower() == 0 ? BIT_01 : BIT_PM1;
  }
}
