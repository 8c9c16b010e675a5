package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;

/** The loops that a {@link BitConvolution} is made of. */
interface BitLoops {

  /** The product with these weights. */
  BitProduct product(SignRows weights);

  /** From sums to bits. */
  BitEpilogue threshold(Thresholds thresholds);

  /** From sums to floats. */
  BitEpilogue real(Epilogue.Real epilogue, BitSums sums, int outputs);
}
