package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;

/**
 * Sums to bits: (sum ≥ limit) xor flip.
 *
 * <p>Counts start at ⌊-(limit + offset + ones) / 2^shift⌋, so that a bit is whether its count is
 * not negative in the end.
 */
final class ThresholdEpilogue implements BitEpilogue {

  private final BitSums sums;
  private final int[][] starts;
  private final long[] flips;

  /**
   * @param greatest the largest absolute value that a sum can have
   */
  ThresholdEpilogue(Epilogue.Threshold threshold, BitSums sums, int greatest) {
    this.sums = sums;
    flips = threshold.flips().toWords();
    starts = new int[sums.offsets().length][];
    for (int i = 0; i < starts.length; i++) {
      int first = i % flips.length * SignBlocks.LANES;
      starts[i] = sums.offsets()[i].clone();
      for (int j = 0; j < starts[i].length; j++) {
        // Limits that no sum reaches, or all do, must not overflow when the offset is added.
        int limit = threshold.limits().get(first + j);
        starts[i][j] = -(Math.max(-greatest, Math.min(greatest + 1, limit)) + starts[i][j]);
      }
    }
  }

  @Override
  public void start(int block, int placementClass, int ones, int[] counts) {
    start(starts[sums.index(placementClass, block)], ones, sums.shift(), counts);
  }

  private static void start(int[] starts, int ones, int shift, int[] counts) {
    for (int j = 0; j < starts.length; j++) {
      counts[j] = (starts[j] - ones) >> shift;
    }
  }

  @Override
  public void finish(int block, int placementClass, int ones, Memory memory, int to) {
    int lanes = starts[block].length;
    long mask = -1L >>> (Long.SIZE - lanes);
    memory.words()[to + block] = negatives(memory.counts(), lanes) ^ mask ^ flips[block];
  }

  private static long negatives(int[] counts, int lanes) {
    long word = 0;
    for (int j = 0; j < lanes; j++) {
      word |= (long) (counts[j] >>> 31) << j;
    }
    return word;
  }
}
