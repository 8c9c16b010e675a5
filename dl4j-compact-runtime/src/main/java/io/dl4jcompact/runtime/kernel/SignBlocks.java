package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;

/**
 * ±1 weights as bits, in blocks of {@value #LANES} outputs; within a block, for each word of a row
 * the words of all outputs follow each other. The last block has the outputs that are left.
 */
final class SignBlocks {

  /** Outputs of a block; the bits that they give fill a word. */
  static final int LANES = Long.SIZE;

  private static final int UNROLLED = 8;

  private final long[] words;
  private final int rowWords;
  private final int outputs;

  SignBlocks(Weights.Signs weights, int outputs, BitRowLayout layout) {
    this.outputs = outputs;
    rowWords = layout.words();
    words = new long[Math.multiplyExact(outputs, rowWords)];
    int index = 0;
    for (int n = 0; n < outputs; n++) {
      for (int tap = 0; tap < layout.taps(); tap++) {
        int bit = tap * layout.tapBits();
        for (int c = 0; c < layout.channels(); c++, bit++, index++) {
          if (weights.signs().get(index)) {
            words[index(n, bit / Long.SIZE)] |= 1L << bit;
          }
        }
      }
    }
  }

  private int index(int output, int word) {
    int block = output / LANES;
    return block * LANES * rowWords + word * lanes(block) + output % LANES;
  }

  /** Number of blocks. */
  int blocks() {
    return blocks(outputs);
  }

  /** Number of outputs in a block. */
  int lanes(int block) {
    return lanes(block, outputs);
  }

  /** Number of blocks for a number of outputs. */
  static int blocks(int outputs) {
    return (outputs + LANES - 1) / LANES;
  }

  /** Number of outputs in a block if there are so many in all. */
  static int lanes(int block, int outputs) {
    return Math.min(LANES, outputs - block * LANES);
  }

  /**
   * Adds to each lane's count the number of bits that are set both in a row and in the weights.
   *
   * @param from where the row starts
   * @param counts at least as many as the block has lanes
   */
  void addCommonOnes(int block, long[] row, int from, int[] counts) {
    int lanes = lanes(block);
    int at = block * LANES * rowWords;
    int k = from;
    int end = from + rowWords;
    for (; k + UNROLLED <= end; k += UNROLLED, at += UNROLLED * lanes) {
      addEight(
          counts,
          lanes,
          words,
          at,
          row[k],
          row[k + 1],
          row[k + 2],
          row[k + 3],
          row[k + 4],
          row[k + 5],
          row[k + 6],
          row[k + 7]);
    }
    for (; k < end; k++, at += lanes) {
      addOne(counts, lanes, words, at, row[k]);
    }
  }

  // One statement, because the compiler vectorises it where the processor can count bits in lanes.
  private static void addEight(
      int[] counts,
      int lanes,
      long[] w,
      int at,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h) {
    for (int j = 0; j < lanes; j++) {
      counts[j] +=
          Long.bitCount(a & w[at + j])
              + Long.bitCount(b & w[at + lanes + j])
              + Long.bitCount(c & w[at + 2 * lanes + j])
              + Long.bitCount(d & w[at + 3 * lanes + j])
              + Long.bitCount(e & w[at + 4 * lanes + j])
              + Long.bitCount(f & w[at + 5 * lanes + j])
              + Long.bitCount(g & w[at + 6 * lanes + j])
              + Long.bitCount(h & w[at + 7 * lanes + j]);
    }
  }

  private static void addOne(int[] counts, int lanes, long[] w, int at, long a) {
    for (int j = 0; j < lanes; j++) {
      counts[j] += Long.bitCount(a & w[at + j]);
    }
  }
}
