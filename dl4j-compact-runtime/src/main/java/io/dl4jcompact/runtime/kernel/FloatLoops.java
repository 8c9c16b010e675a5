package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Weights;

/** The loops of a family of kernels from which {@link FloatConvolution} is made. */
interface FloatLoops {

  /**
   * A product of which all outputs see the same elements.
   *
   * @param first the first output
   * @param outputs number of outputs, at most {@link ScratchSize#LANES}
   * @param offsets where each element of a row is, from the row's start on
   */
  FloatProduct product(Weights weights, int first, int outputs, int[] offsets);

  /**
   * A product of which each output sees a channel of its own.
   *
   * @param first the first output
   * @param outputs number of outputs, at most {@link ScratchSize#LANES}
   * @param offsets where each tap is, from the row's start on; at most {@link FloatProduct#CHUNK}
   */
  FloatProduct channelProduct(Weights weights, int first, int outputs, int[] offsets);

  /** What becomes of the sums. */
  FloatEpilogue epilogue(Epilogue epilogue, int outputs);
}
