package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;

/**
 * ±1 weights as bits, in blocks of {@value #LANES} outputs; within a block, for each word of a row
 * the words of all outputs follow each other. The last block has the outputs that are left.
 */
final class SignBlocks {

  /** Outputs of a block; the bits that they give fill a word. */
  static final int LANES = Long.SIZE;

  /**
   * Words in one statement. With more, compilers that can count bits in vectors (JDK 25) give up
   * doing so, which costs half the speed; without such a compiler, eight would be 7 % faster.
   */
  private static final int UNROLLED = 4;

  /** Words whose weights fit the first-level cache twice; a multiple of those in a statement. */
  private static final int CHUNK = 40;

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
   * Adds, for some rows and each lane, the number of bits that are set both in the row and in the
   * weights.
   *
   * @param from where the first row starts; the others follow
   * @param count number of rows
   * @param counts one array a row, at least as long as the block has lanes
   */
  void addCommonOnes(int block, long[] rows, int from, int count, int[][] counts) {
    for (int first = 0; first < rowWords; first += CHUNK) {
      int end = Math.min(rowWords, first + CHUNK);
      for (int r = 0; r < count; r++) {
        add(block, rows, from + r * rowWords, first, end, counts[r]);
      }
    }
  }

  private void add(int block, long[] rows, int row, int first, int end, int[] counts) {
    int lanes = lanes(block);
    int at = block * LANES * rowWords + first * lanes;
    int k = row + first;
    for (; k + UNROLLED <= row + end; k += UNROLLED, at += UNROLLED * lanes) {
      addFour(counts, lanes, words, at, rows[k], rows[k + 1], rows[k + 2], rows[k + 3]);
    }
    for (; k < row + end; k++, at += lanes) {
      addOne(counts, lanes, words, at, rows[k]);
    }
  }

  private static void addFour(
      int[] counts, int lanes, long[] w, int at, long a, long b, long c, long d) {
    for (int j = 0; j < lanes; j++) {
      counts[j] +=
          Long.bitCount(a & w[at + j])
              + Long.bitCount(b & w[at + lanes + j])
              + Long.bitCount(c & w[at + 2 * lanes + j])
              + Long.bitCount(d & w[at + 3 * lanes + j]);
    }
  }

  private static void addOne(int[] counts, int lanes, long[] w, int at, long a) {
    for (int j = 0; j < lanes; j++) {
      counts[j] += Long.bitCount(a & w[at + j]);
    }
  }
}
