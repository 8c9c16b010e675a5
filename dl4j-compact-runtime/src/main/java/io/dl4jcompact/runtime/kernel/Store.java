package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.TensorType;

/** The arrays that values are kept in, by what their elements are. */
public enum Store {
  FLOATS,
  /** Words of bits. */
  WORDS,
  /** 8-bit integers. */
  BYTES;

  /** Where values of a type are kept. */
  public static Store of(TensorType type) {
    return switch (type.element()) {
      case FLOAT -> FLOATS;
      case BIT_01, BIT_PM1 -> WORDS;
      case INT8 -> BYTES;
    };
  }

  /** Bytes of an element of the array. */
  public int elementBytes() {
    return switch (this) {
      case FLOATS -> Float.BYTES;
      case WORDS -> Long.BYTES;
      case BYTES -> Byte.BYTES;
    };
  }
}
