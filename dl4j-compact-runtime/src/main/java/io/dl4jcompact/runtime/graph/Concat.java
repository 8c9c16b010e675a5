package io.dl4jcompact.runtime.graph;

import java.util.List;

/**
 * The channels of all inputs, in order, at each position. 8-bit integers must all have one scale
 * and zero point, which {@link Int8Add} of one input gives them.
 */
public record Concat() implements Op {

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("expected at least 1 input, got none");
    }
    TensorType first = Inputs.whole(inputs.get(0));
    int channels = 0;
    for (TensorType input : inputs) {
      if (input.element() != first.element()) {
        throw new IllegalArgumentException("elements differ: " + first + " and " + input);
      }
      if (!input.sameDimensions(first.withChannels(input.channels()))) {
        throw new IllegalArgumentException("positions differ: " + first + " and " + input);
      }
      channels = Math.addExact(channels, input.channels());
    }
    return first.withChannels(channels);
  }
}
