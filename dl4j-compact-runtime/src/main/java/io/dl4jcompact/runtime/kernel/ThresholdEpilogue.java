package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;
import java.util.Arrays;

/**
 * Sums to bits: (sum ≥ limit) xor flip.
 *
 * <p>Counts start at ⌊-(limit + offset + ones) / 2^shift⌋, so that a bit is whether its count is
 * not negative in the end.
 */
final class ThresholdEpilogue implements BitEpilogue {

  private final int[] starts;
  private final long[] flips;
  private final int outputs;
  private final int shift;

  /**
   * @param greatest the largest absolute value that a sum can have
   */
  ThresholdEpilogue(Epilogue.Threshold threshold, BitSums sums, int greatest) {
    outputs = threshold.limits().length();
    shift = sums.shift();
    flips = threshold.flips().toWords();
    starts = Arrays.copyOf(sums.offsets(), sums.offsets().length);
    for (int i = 0; i < starts.length; i++) {
      int limit = threshold.limits().get(i % outputs);
      // Limits that no sum reaches, or all do, must not overflow when the offset is added.
      starts[i] = -(Math.max(-greatest, Math.min(greatest + 1, limit)) + starts[i]);
    }
  }

  @Override
  public void start(int block, int lanes, int placementClass, int ones, int[] counts) {
    int from = placementClass * outputs + block * SignBlocks.LANES;
    for (int j = 0; j < lanes; j++) {
      counts[j] = (starts[from + j] - ones) >> shift;
    }
  }

  @Override
  public void finish(
      int block, int lanes, int placementClass, int ones, int[] counts, Memory memory, int to) {
    long negative = 0;
    for (int j = 0; j < lanes; j++) {
      negative |= (long) (counts[j] >>> 31) << j;
    }
    long mask = -1L >>> (Long.SIZE - lanes);
    memory.words()[to + block] = (negative ^ mask) ^ flips[block];
  }
}
