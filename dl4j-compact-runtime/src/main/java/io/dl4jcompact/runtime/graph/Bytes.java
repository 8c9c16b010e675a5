package io.dl4jcompact.runtime.graph;

import java.util.Arrays;

/** An immutable array of integers in [-128, 127]. */
public final class Bytes {

  private final byte[] values;

  private Bytes(byte[] values) {
    this.values = values;
  }

  /** A copy of the given values. */
  public static Bytes of(byte... values) {
    return new Bytes(values.clone());
  }

  public int length() {
    return values.length;
  }

  public byte get(int index) {
    return values[index];
  }

  /** Which of them are not 0. */
  public Mask nonZero() {
    long[] words = new long[Bits.words(values.length)];
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0) {
        words[i / Long.SIZE] |= 1L << i;
      }
    }
    return Mask.of(Bits.of(words, values.length));
  }

  /** A copy as an array. */
  public byte[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(values, bytes.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 4 ? Arrays.toString(values) : values.length + " bytes";
  }
}
