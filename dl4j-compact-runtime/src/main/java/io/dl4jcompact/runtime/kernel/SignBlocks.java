package io.dl4jcompact.runtime.kernel;

/**
 * ±1 weights as bits, in blocks; within a block, for each word of a row the words of all outputs
 * follow each other.
 */
final class SignBlocks implements BitProduct {

  /**
   * Words in one statement. With more, compilers that can count bits in vectors (JDK 25) give up
   * doing so, which costs half the speed; without such a compiler, eight would be 7 % faster.
   */
  private static final int UNROLLED = 4;

  /** Words whose weights fit the first-level cache twice; a multiple of those in a statement. */
  private static final int CHUNK = 40;

  private final BitOperands operands = new WordOperands();
  private final long[][] weights;
  private final int[][] offsets;

  SignBlocks(SignRows rows) {
    weights = new long[rows.blocks()][];
    offsets = new int[rows.blocks()][];
    for (int block = 0; block < weights.length; block++) {
      offsets[block] = rows.offsets(block);
      weights[block] = pack(rows, block);
    }
  }

  private static long[] pack(SignRows rows, int block) {
    int lanes = rows.lanes(block);
    long[] words = new long[Math.multiplyExact(lanes, rows.offsets(block).length)];
    for (int lane = 0; lane < lanes; lane++) {
      long[] row = rows.row(block, lane);
      for (int k = 0; k < row.length; k++) {
        words[k * lanes + lane] = row[k];
      }
    }
    return words;
  }

  @Override
  public BitOperands operands() {
    return operands;
  }

  @Override
  public void addCommonOnes(int block, Memory memory, int count) {
    int rowWords = offsets[block].length;
    for (int first = 0; first < rowWords; first += CHUNK) {
      int end = Math.min(rowWords, first + CHUNK);
      for (int r = 0; r < count; r++) {
        add(block, memory.scratchWords(), memory.starts()[r], first, end, memory.counts()[r]);
      }
    }
  }

  private void add(int block, long[] rows, int row, int first, int end, int[] counts) {
    long[] w = weights[block];
    int[] at = offsets[block];
    int lanes = w.length / at.length;
    int k = first;
    for (; k + UNROLLED <= end; k += UNROLLED) {
      addFour(
          counts,
          lanes,
          w,
          k * lanes,
          rows[row + at[k]],
          rows[row + at[k + 1]],
          rows[row + at[k + 2]],
          rows[row + at[k + 3]]);
    }
    for (; k < end; k++) {
      addOne(counts, lanes, w, k * lanes, rows[row + at[k]]);
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
