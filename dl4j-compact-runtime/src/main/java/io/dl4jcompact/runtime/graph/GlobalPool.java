package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/** Each channel pooled over all positions. */
public record GlobalPool(Pooling pooling) implements Op {

  public GlobalPool {
    Objects.requireNonNull(pooling, "pooling");
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    return TensorType.vector(Inputs.oneFloat(inputs).channels());
  }
}
