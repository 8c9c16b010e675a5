package io.dl4jcompact.runtime.graph;

import java.util.List;

/** exp(x_c) / Σ exp(x) over the channels of each position. */
public record Softmax() implements Op {

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    return Inputs.oneFloat(inputs);
  }
}
