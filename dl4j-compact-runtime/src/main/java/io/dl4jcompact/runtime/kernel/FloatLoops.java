package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;

/** The loops of a family of kernels from which float convolutions are made. */
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
   * A product of which all outputs see the same elements, in {@link NeighbourOrder}, and whose rows
   * are the placements of a map.
   *
   * @param outputs number of outputs, all that there are
   * @param offsets where each element of a row is, from the row's start on
   * @param width placements of a line
   */
  default FloatProduct neighbourProduct(Weights weights, int outputs, int[] offsets, int width) {
    return product(weights, 0, outputs, offsets);
  }

  /**
   * A product of which each output sees a channel of its own.
   *
   * @param first the first output
   * @param outputs number of outputs, at most {@link ScratchSize#LANES}
   * @param offsets where each tap is, from the row's start on; at most {@link FloatProduct#CHUNK}
   */
  FloatProduct channelProduct(Weights weights, int first, int outputs, int[] offsets);

  /** A product of connected weights. */
  SparseProduct sparseProduct(SparseBlocks blocks);

  /**
   * A convolution of floats in the way that is fastest for its shape.
   *
   * @param input the type of one sample of its input
   */
  default ConvolutionKernel convolution(Convolution operation, TensorType input) {
    if (operation.weights() instanceof Weights.Sparse sparse) {
      if (SparseShare.isSmall(sparse)) {
        return SparseRows.isDense(operation, input)
            ? new SparseDense(operation, input, this)
            : new SparseConvolution(operation, input, this);
      }
      return convolution(operation.with(sparse.dense()), input);
    }
    if (WinogradConvolution.suits(operation, input)) {
      return new WinogradConvolution(operation, input, this);
    }
    return CollectedConvolution.suits(operation, input)
        ? new CollectedConvolution(operation, input, this)
        : new FloatConvolution(operation, input, this);
  }

  /** What combines rows of a tile. */
  WinogradInput winogradInput();

  /** What becomes of the sums. */
  FloatEpilogue epilogue(Epilogue epilogue, int outputs);
}
