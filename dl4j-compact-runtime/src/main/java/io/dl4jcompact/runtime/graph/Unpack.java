package io.dl4jcompact.runtime.graph;

import java.util.List;

/** Bits to the floats that they stand for. */
public record Unpack() implements Op {

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.one(inputs);
    if (!input.element().isOneBit()) {
      throw new IllegalArgumentException("expected an input of bits, got " + input);
    }
    return input.with(ElementType.FLOAT);
  }
}
