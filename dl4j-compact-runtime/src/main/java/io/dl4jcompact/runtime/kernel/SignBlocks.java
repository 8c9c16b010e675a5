package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;

/**
 * ±1 weights as bits, in blocks of {@value #LANES} outputs; within a block, for each word of a row
 * the words of all outputs follow each other. The last block has the outputs that are left.
 */
final class SignBlocks implements BitProduct {

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
    long[] rows = SignRows.of(weights, outputs, layout);
    for (int i = 0; i < rows.length; i++) {
      words[index(i / rowWords, i % rowWords)] = rows[i];
    }
  }

  private int index(int output, int word) {
    int block = output / LANES;
    return block * LANES * rowWords + word * lanes(block) + output % LANES;
  }

  @Override
  public int blocks() {
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

  @Override
  public int workingWords(int rows) {
    return 0;
  }

  @Override
  public void prepare(long[] rows, int from, int count, long[] working, int to) {
    // Rows are taken as they are.
  }

  @Override
  public void addCommonOnes(
      int block,
      long[] rows,
      int from,
      int count,
      long[] working,
      int workingFrom,
      int[][] counts) {
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
