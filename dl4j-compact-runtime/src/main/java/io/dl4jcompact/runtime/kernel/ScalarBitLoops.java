package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;

/** Plain loops. */
final class ScalarBitLoops implements BitLoops {

  @Override
  public BitProduct product(SignRows weights) {
    return new SignBlocks(weights);
  }

  @Override
  public BitEpilogue threshold(Thresholds thresholds) {
    return new ThresholdEpilogue(thresholds);
  }

  @Override
  public BitEpilogue real(Epilogue.Real epilogue, BitSums sums, int outputs) {
    return new RealBitEpilogue(epilogue, sums, outputs);
  }
}
