package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/** Each channel pooled over all positions. 8-bit integers can be max-pooled. */
public record GlobalPool(Pooling pooling) implements Op {

  public GlobalPool {
    Objects.requireNonNull(pooling, "pooling");
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.whole(Inputs.one(inputs));
    if (pooling.kind() != Pooling.Kind.MAX) {
      Inputs.floats(input);
    }
    return TensorType.vector(input.channels()).with(input.element());
  }
}
