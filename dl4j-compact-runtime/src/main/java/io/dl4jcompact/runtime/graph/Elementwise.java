package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/** Values of equal dimensions to one, element by element. */
public record Elementwise(Combination combination) implements Op {

  /** How elements are combined. */
  public enum Combination {
    ADD,
    /** The first minus the second; two inputs only. */
    SUBTRACT,
    PRODUCT,
    AVERAGE,
    MAX
  }

  public Elementwise {
    Objects.requireNonNull(combination, "combination");
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType first = Inputs.someFloats(inputs).get(0);
    if (combination == Combination.SUBTRACT && inputs.size() != 2) {
      throw new IllegalArgumentException("expected 2 inputs, got " + inputs.size());
    }
    for (TensorType input : inputs) {
      if (!input.equals(first)) {
        throw new IllegalArgumentException("inputs differ: " + first + " and " + input);
      }
    }
    return first;
  }
}
