package io.dl4jcompact.runtime.graph;

import java.util.List;

/**
 * A vector in Deeplearning4j's order (channel-major, then rows, then columns) to a map.
 *
 * @param height rows of the map; with width and channels, their product is the vector's length
 */
public record Unflatten(int height, int width, int channels) implements Op {

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.whole(Inputs.one(inputs));
    TensorType output = new TensorType(input.element(), height, width, channels);
    if (!input.isVector() || input.size() != output.size()) {
      throw new IllegalArgumentException(
          "expected a vector of " + output.size() + " for " + output + ", got " + input);
    }
    return output;
  }
}
