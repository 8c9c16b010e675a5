package io.dl4jcompact.runtime.graph;

import java.util.List;

/** The channels of all inputs, in order, at each position. */
public record Concat() implements Op {

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType first = Inputs.someFloats(inputs).get(0);
    int channels = 0;
    for (TensorType input : inputs) {
      if (!input.sameDimensions(first.withChannels(input.channels()))) {
        throw new IllegalArgumentException("positions differ: " + first + " and " + input);
      }
      channels = Math.addExact(channels, input.channels());
    }
    return first.withChannels(channels);
  }
}
