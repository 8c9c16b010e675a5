package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;

/** Float sums to floats, a placement at a time. */
final class ScalarRealEpilogue implements FloatEpilogue {

  private static final int LANES = ScratchSize.LANES;

  private final RealEpilogue real;

  ScalarRealEpilogue(Epilogue.Real epilogue, int outputs) {
    real = new RealEpilogue(epilogue, outputs, LANES);
  }

  @Override
  public void run(int block, float[][] sums, int count, Memory memory, int to, int step) {
    for (int r = 0; r < count; r++) {
      real.run(block, sums[r], memory.floats(), to + r * step + block * LANES);
    }
  }
}
