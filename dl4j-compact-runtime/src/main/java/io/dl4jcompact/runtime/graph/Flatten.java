package io.dl4jcompact.runtime.graph;

import java.util.List;

/** A map to a vector in Deeplearning4j's order: channel-major, then rows, then columns. */
public record Flatten() implements Op {

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.whole(Inputs.one(inputs));
    return TensorType.vector(input.size()).with(input.element());
  }
}
