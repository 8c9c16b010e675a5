package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;
import java.util.Arrays;

/** Integer sums to floats: f(sum · scale + shift). */
final class RealBitEpilogue implements BitEpilogue {

  private final RealEpilogue real;
  private final BitSums sums;
  private final int outputs;

  RealBitEpilogue(Epilogue.Real epilogue, BitSums sums, int outputs) {
    this.real = new RealEpilogue(epilogue, outputs);
    this.sums = sums;
    this.outputs = outputs;
  }

  @Override
  public void start(int block, int lanes, int placementClass, int ones, int[] counts) {
    Arrays.fill(counts, 0, lanes, 0);
  }

  @Override
  public void finish(
      int block, int lanes, int placementClass, int ones, int[] counts, Memory memory, int to) {
    int first = block * SignBlocks.LANES;
    toFloats(
        counts,
        lanes,
        sums.offsets(),
        placementClass * outputs + first,
        ones,
        memory.floats(),
        to + first);
    real.run(memory.floats(), to + first, first, lanes);
  }

  private void toFloats(
      int[] counts, int lanes, int[] offsets, int from, int ones, float[] target, int to) {
    int shift = sums.shift();
    for (int j = 0; j < lanes; j++) {
      target[to + j] = (counts[j] << shift) - ones - offsets[from + j];
    }
  }
}
