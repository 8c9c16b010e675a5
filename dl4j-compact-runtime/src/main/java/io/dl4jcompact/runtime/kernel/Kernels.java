package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;

/** A family of kernels that are written for the same kind of processor. */
public interface Kernels {

  /** What this family is called, for example {@code scalar}. */
  String name();

  /**
   * A convolution with its weights in the layout that its loops want.
   *
   * @param input the type of one sample of its input
   * @throws IllegalArgumentException if the operation does not take this input
   */
  ConvolutionKernel convolution(Convolution operation, TensorType input);

  /**
   * A convolution of 8-bit integers, as above. All families compute the same integers.
   *
   * @param input the type of one sample of its input
   * @throws IllegalArgumentException if the operation does not take this input
   */
  ConvolutionKernel convolution(Int8Convolution operation, TensorType input);

  /**
   * A pooling.
   *
   * @param input the type of one sample of its input
   */
  PoolKernel pool(Pool operation, TensorType input);

  /**
   * An average of 8-bit integers.
   *
   * @param input the type of one sample of its input
   */
  default PoolKernel pool(Int8AveragePool operation, TensorType input) {
    return new Int8MeanPool(operation, input);
  }

  /** The form of a quantiser that packs bits. */
  BitQuantizer quantizer(OneBitQuantizer quantizer);

  /** The form of a threshold per channel that packs bits. */
  BitQuantizer quantizer(ChannelThreshold threshold);

  /**
   * The inverse of a quantiser.
   *
   * @param element what the bits stand for
   */
  BitExpander expander(ElementType element);

  /** An activation function. */
  FloatMap map(Activation activation);

  /** A function for each of so many channels. */
  FloatMap map(Affine operation, int channels);

  /** What combines two floats; the sum of an average is not divided yet. */
  FloatFold fold(Elementwise.Combination combination);

  /**
   * The sum of some values in an order of its own, which families do not share: it is NaN or
   * infinite if one of them is, and seldom else.
   *
   * @param start the first value
   * @param end one past the last
   */
  float sum(float[] values, int start, int end);
}
