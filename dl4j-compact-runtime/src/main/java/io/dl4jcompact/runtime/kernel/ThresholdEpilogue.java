package io.dl4jcompact.runtime.kernel;

/** Sums to bits: (sum ≥ limit) xor flip. */
final class ThresholdEpilogue implements BitEpilogue {

  private final Thresholds thresholds;
  private final int shift;

  ThresholdEpilogue(Thresholds thresholds) {
    this.thresholds = thresholds;
    shift = thresholds.sums().shift();
  }

  @Override
  public void start(int block, int placementClass, int ones, int[] counts) {
    start(thresholds.starts(placementClass, block), ones, shift, counts);
  }

  private static void start(int[] starts, int ones, int shift, int[] counts) {
    for (int j = 0; j < SignRows.LANES; j++) {
      counts[j] = (starts[j] - ones) >> shift;
    }
  }

  @Override
  public void finish(int block, int placementClass, int ones, int[] counts, Memory memory, int to) {
    memory.words()[to + block] = thresholds.word(block, negatives(counts));
  }

  private static long negatives(int[] counts) {
    long word = 0;
    for (int j = 0; j < SignRows.LANES; j++) {
      word |= (long) (counts[j] >>> 31) << j;
    }
    return word;
  }
}
