package io.dl4jcompact.runtime.graph;

/** Bits written one after the other, the lowest first. */
final class BitSink {

  private final long[] words;
  private final int length;
  private int at;

  /**
   * @param length bits that will be written
   */
  BitSink(int length) {
    words = new long[Bits.words(length)];
    this.length = length;
  }

  /** Writes bits of 1. */
  void ones(int count) {
    for (int i = 0; i < count; i++) {
      words[at / Long.SIZE] |= 1L << at;
      at++;
    }
  }

  /** Writes bits of 0. */
  void skip(int count) {
    at += count;
  }

  /** Writes the low bits of a value. */
  void put(int value, int count) {
    for (int i = 0; i < count; i++) {
      words[at / Long.SIZE] |= (value >>> i & 1L) << at;
      at++;
    }
  }

  /**
   * All that was written.
   *
   * @throws IllegalStateException if it is not as long as was said
   */
  Bits toBits() {
    if (at != length) {
      throw new IllegalStateException("expected " + length + " bits, got " + at);
    }
    return Bits.of(words, length);
  }
}
