package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;

/**
 * A threshold of sums as where counts start, so that a bit is whether its count is not negative in
 * the end: at ⌊-(limit + offset + ones) / 2^shift⌋.
 *
 * @param starts -(limit + offset): for each class of placements, for each block of outputs, {@link
 *     SignRows#LANES} integers
 * @param flips what bits are combined with by exclusive or, a word a block
 * @param masks which bits of a block's word belong to outputs
 * @param sums how sums follow from counts
 */
record Thresholds(int[][] starts, long[] flips, long[] masks, BitSums sums) {

  /**
   * @param greatest the largest absolute value that a sum can have
   */
  static Thresholds of(Epilogue.Threshold threshold, BitSums sums, int greatest) {
    long[] flips = threshold.flips().toWords();
    int outputs = threshold.limits().length();
    long[] masks = new long[flips.length];
    for (int block = 0; block < masks.length; block++) {
      masks[block] = -1L >>> (SignRows.LANES - SignRows.lanes(block, outputs));
    }
    int[][] starts = new int[sums.offsets().length][SignRows.LANES];
    for (int i = 0; i < starts.length; i++) {
      int block = i % flips.length;
      int[] offsets = sums.offsets()[i];
      for (int j = 0; j < SignRows.lanes(block, outputs); j++) {
        // Limits that no sum reaches, or all do, must not overflow when the offset is added.
        int limit = threshold.limits().get(block * SignRows.LANES + j);
        starts[i][j] = -(Math.max(-greatest, Math.min(greatest + 1, limit)) + offsets[j]);
      }
    }
    return new Thresholds(starts, flips, masks, sums);
  }

  /** Where the counts of a block start, but for the ones and the shift. */
  int[] starts(int placementClass, int block) {
    return starts[sums.index(placementClass, block)];
  }

  /** The word of a block, given which of its counts are negative. */
  long word(int block, long negatives) {
    return ~negatives & masks[block] ^ flips[block];
  }
}
