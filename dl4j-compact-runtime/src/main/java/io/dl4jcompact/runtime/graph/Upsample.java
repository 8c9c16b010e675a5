package io.dl4jcompact.runtime.graph;

import java.util.List;

/** Every position repeated, vertical times downwards and horizontal times to the right. */
public record Upsample(int vertical, int horizontal) implements Op {

  /**
   * @throws IllegalArgumentException if a factor is below 1
   */
  public Upsample {
    if (vertical < 1 || horizontal < 1) {
      throw new IllegalArgumentException(
          "factors must be at least 1, got " + vertical + "x" + horizontal);
    }
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.one(inputs);
    return new TensorType(
        input.element(),
        Math.multiplyExact(input.height(), vertical),
        Math.multiplyExact(input.width(), horizontal),
        input.channels());
  }
}
