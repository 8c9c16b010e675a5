package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;

/** Loops over vectors. */
final class VectorBitLoops implements BitLoops {

  @Override
  public BitProduct product(SignRows weights) {
    return VectorCountBlocks.isFast()
        ? new VectorCountBlocks(weights)
        : new VectorSignBlocks(weights);
  }

  @Override
  public BitEpilogue threshold(Thresholds thresholds) {
    return new VectorThresholdEpilogue(thresholds);
  }

  @Override
  public BitEpilogue real(Epilogue.Real epilogue, BitSums sums, int outputs) {
    return new VectorRealBitEpilogue(epilogue, sums, outputs);
  }
}
