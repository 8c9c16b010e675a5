package io.dl4jcompact.runtime.graph;

import java.util.List;

/**
 * Where values come in: floats, channels first as in Deeplearning4j.
 *
 * @param type what a sample is; floats
 */
public record Input(TensorType type) implements Op {

  public Input {
    Inputs.floats(type);
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    if (!inputs.isEmpty()) {
      throw new IllegalArgumentException("an input takes no other node's result");
    }
    return type;
  }
}
