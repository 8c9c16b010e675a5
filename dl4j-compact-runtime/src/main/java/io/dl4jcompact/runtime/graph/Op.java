package io.dl4jcompact.runtime.graph;

import java.util.List;

/**
 * What a node computes: an immutable value with the operation's attributes and weights.
 *
 * <p>A new operation takes a record here, a line in the file format's table of operations and a
 * step that runs it.
 */
public sealed interface Op
    permits Activate,
        Affine,
        ChannelThreshold,
        Concat,
        Convolution,
        DequantizeInt8,
        Elementwise,
        Flatten,
        Flip,
        GlobalPool,
        Input,
        Int8Add,
        Int8AveragePool,
        Int8Convolution,
        Pool,
        Quantize,
        QuantizeInt8,
        Softmax,
        Unflatten,
        Unpack,
        Upsample,
        ZeroPad {

  /**
   * The type of the result for inputs of the given types.
   *
   * @throws IllegalArgumentException if the operation does not take inputs of these types; the
   *     message says which value was found and what was expected
   */
  TensorType outputType(List<TensorType> inputs);
}
