package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
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

  /** The form of a quantiser that packs bits. */
  BitQuantizer quantizer(OneBitQuantizer quantizer);

  /** The form of a threshold per channel that packs bits. */
  BitQuantizer quantizer(ChannelThreshold threshold);
}
