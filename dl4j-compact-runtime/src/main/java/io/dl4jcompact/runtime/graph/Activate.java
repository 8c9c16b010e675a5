package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/** y = f(x), element by element. */
public record Activate(Activation activation) implements Op {

  public Activate {
    Objects.requireNonNull(activation, "activation");
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    return Inputs.oneFloat(inputs);
  }
}
