package io.dl4jcompact.runtime.graph;

import java.util.List;

/** Rows and columns of zeros around a map; each count is 0 or more. */
public record ZeroPad(int top, int bottom, int left, int right) implements Op {

  /**
   * @throws IllegalArgumentException if a count is negative
   */
  public ZeroPad {
    if (top < 0 || bottom < 0 || left < 0 || right < 0) {
      throw new IllegalArgumentException(
          "padding must not be negative, got " + List.of(top, bottom, left, right));
    }
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.oneFloat(inputs);
    int height = Math.addExact(input.height(), Math.addExact(top, bottom));
    int width = Math.addExact(input.width(), Math.addExact(left, right));
    return TensorType.map(height, width, input.channels());
  }
}
