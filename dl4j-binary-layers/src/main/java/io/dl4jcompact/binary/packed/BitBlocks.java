package io.dl4jcompact.binary.packed;

/** Matrices of bits inside arrays of words: bit i is bit i mod 64 of word i / 64. */
final class BitBlocks {

  private BitBlocks() {}

  /** The bit at an index. */
  static int bit(long[] words, long index) {
    return (int) (words[(int) (index >>> 6)] >>> index & 1);
  }

  /** Turns the bit at an index over. */
  static void flip(long[] words, long index) {
    words[(int) (index >>> 6)] ^= 1L << index;
  }

  /** Words that a number of bits takes. */
  static int words(long bits) {
    return Math.toIntExact((bits + Long.SIZE - 1) / Long.SIZE);
  }

  /** So many bits from an index on, at most 64, the first lowest. */
  static long read(long[] words, long index, int count) {
    int word = (int) (index >>> 6);
    int shift = (int) index & 63;
    long bits = words[word] >>> shift;
    if (shift + count > Long.SIZE) {
      bits |= words[word + 1] << (Long.SIZE - shift);
    }
    return count == Long.SIZE ? bits : bits & ((1L << count) - 1);
  }

  /** Sets the bits that are set in a word, from an index on. */
  static void or(long[] words, long index, long bits) {
    int word = (int) (index >>> 6);
    int shift = (int) index & 63;
    words[word] |= bits << shift;
    if (shift != 0 && bits >>> (Long.SIZE - shift) != 0) {
      words[word + 1] |= bits >>> (Long.SIZE - shift);
    }
  }

  /**
   * Writes the transpose of a matrix: bit [c][r] of the result is bit [r][c].
   *
   * @param start index of the bit [0][0]
   * @param stride bits from one row to the next
   * @param to where all bits of the result are 0
   * @param toStart index of the result's bit [0][0]
   * @param toStride bits from one row of the result to the next
   */
  static void transpose(
      long[] from,
      long start,
      long stride,
      int rows,
      int columns,
      long[] to,
      long toStart,
      long toStride) {
    long[] block = new long[Long.SIZE];
    for (int r = 0; r < rows; r += Long.SIZE) {
      int height = Math.min(Long.SIZE, rows - r);
      for (int c = 0; c < columns; c += Long.SIZE) {
        int width = Math.min(Long.SIZE, columns - c);
        for (int i = 0; i < Long.SIZE; i++) {
          block[i] = i < height ? read(from, start + (r + i) * stride + c, width) : 0;
        }
        transpose(block);
        for (int i = 0; i < width; i++) {
          or(to, toStart + (c + i) * toStride + r, block[i]);
        }
      }
    }
  }

  /** Transposes 64 words of 64 bits by exchanging ever smaller quarters. */
  private static void transpose(long[] block) {
    long mask = 0x00000000ffffffffL;
    for (int j = 32; j != 0; j >>>= 1, mask ^= mask << j) {
      for (int k = 0; k < Long.SIZE; k = (k + j + 1) & ~j) {
        long swap = (block[k] >>> j ^ block[k + j]) & mask;
        block[k] ^= swap << j;
        block[k + j] ^= swap;
      }
    }
  }
}
