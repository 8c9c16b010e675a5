package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;
import java.util.Arrays;

/** Integer sums to floats: f(sum · scale + shift). */
final class RealBitEpilogue implements BitEpilogue {

  private final RealEpilogue real;
  private final BitSums sums;
  private final int outputs;

  RealBitEpilogue(Epilogue.Real epilogue, BitSums sums, int outputs) {
    this.real = new RealEpilogue(epilogue, outputs, SignRows.LANES);
    this.sums = sums;
    this.outputs = outputs;
  }

  @Override
  public void start(int block, int placementClass, int ones, int[] counts) {
    Arrays.fill(counts, 0, SignRows.lanes(block, outputs), 0);
  }

  @Override
  public void finish(int block, int placementClass, int ones, int[] counts, Memory memory, int to) {
    int[] offsets = sums.offsets()[sums.index(placementClass, block)];
    float[] values = memory.sums()[0];
    toFloats(counts, sums.shift(), ones, offsets, values);
    real.run(block, values, memory.floats(), to + block * SignRows.LANES);
  }

  private static void toFloats(int[] counts, int shift, int ones, int[] offsets, float[] sums) {
    for (int j = 0; j < offsets.length; j++) {
      sums[j] = (counts[j] << shift) - ones - offsets[j];
    }
  }
}
