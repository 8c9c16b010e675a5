package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.TensorType;

/** The loops of a family of kernels from which convolutions of 8-bit integers are made. */
interface Int8Loops {

  /**
   * A convolution of 8-bit integers in the way that is fastest for its weights.
   *
   * @param input the type of one sample of its input
   */
  default ConvolutionKernel convolution(Int8Convolution operation, TensorType input) {
    return SparseIntegers.suits(operation)
        ? SparseIntegers.convolution(operation, input, this)
        : new IntegerConvolution(operation, input, this);
  }

  /** Products of floats, and what becomes of sums that are floats. */
  FloatLoops floats();

  /** Writes {@code target[to + i] = source[from + i] - zeroPoint}. */
  void expand(byte[] source, int from, int zeroPoint, float[] target, int to, int count);

  /**
   * Writes {@code sums[to + i] = part[i]}, or adds it to what is there.
   *
   * @param part whole numbers below 2^24 in magnitude
   * @param count number of them; what is in the places of {@code sums} after them, up to a multiple
   *     of 16, is not specified
   */
  void add(float[] part, int[] sums, int to, int count, boolean fresh);
}
