package io.dl4jcompact.runtime.graph;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * An immutable, tightly packed array of bits: bit i is bit i mod 64 of word i / 64; bits past the
 * length are 0.
 */
public final class Bits {

  private final long[] words;
  private final int length;

  private Bits(long[] words, int length) {
    this.words = words;
    this.length = length;
  }

  /**
   * A copy of the given words.
   *
   * @throws IllegalArgumentException if there are too few or many words, or bits past the length
   */
  public static Bits of(long[] words, int length) {
    if (length < 0 || words.length != words(length)) {
      throw new IllegalArgumentException(
          length + " bits take " + words(Math.max(0, length)) + " words, got " + words.length);
    }
    if (length % Long.SIZE != 0 && words[words.length - 1] >>> length != 0) {
      throw new IllegalArgumentException("bits past the length of " + length + " must be 0");
    }
    return new Bits(words.clone(), length);
  }

  /** So many bits, all 0. */
  public static Bits zeros(int length) {
    return new Bits(new long[words(length)], length);
  }

  /** The bits whose predicate holds. */
  public static Bits of(int length, IntPredicate bit) {
    long[] words = new long[words(length)];
    for (int i = 0; i < length; i++) {
      if (bit.test(i)) {
        words[i / Long.SIZE] |= 1L << i;
      }
    }
    return new Bits(words, length);
  }

  /** 64-bit words that a number of bits takes. */
  public static int words(int bits) {
    return (bits + Long.SIZE - 1) / Long.SIZE;
  }

  public int length() {
    return length;
  }

  public boolean get(int index) {
    return (words[index / Long.SIZE] >>> index & 1) != 0;
  }

  /** The bit at an index and the 63 behind it, the first lowest; 0 past the length. */
  public long word(int index) {
    int first = index / Long.SIZE;
    int shift = index % Long.SIZE;
    boolean inOne = shift == 0 || first + 1 == words.length;
    return words[first] >>> shift | (inOne ? 0 : words[first + 1] << (Long.SIZE - shift));
  }

  /** Whether no bit is set. */
  public boolean isZero() {
    for (long word : words) {
      if (word != 0) {
        return false;
      }
    }
    return true;
  }

  /** A copy of the words. */
  public long[] toWords() {
    return words.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bits bits && length == bits.length && Arrays.equals(words, bits.words);
  }

  @Override
  public int hashCode() {
    return 31 * length + Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return length + " bits";
  }
}
