package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * Each channel pooled over a window. Bits can be max-pooled: the result has bit 1 where any has. So
 * can 8-bit integers, since a greater one stands for a greater number; where a window sees padding
 * only, the result is -128. For their averages see {@link Int8AveragePool}.
 *
 * @param window where it looks; padding does not count for MAX and AVERAGE_INSIDE, and counts as
 *     zeros otherwise
 * @param pooling how the values seen become one
 */
public record Pool(Window window, Pooling pooling) implements Op {

  public Pool {
    Objects.requireNonNull(window, "window");
    Objects.requireNonNull(pooling, "pooling");
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.one(inputs);
    if (pooling.kind() != Pooling.Kind.MAX) {
      Inputs.floats(input);
    }
    return new TensorType(
        input.element(),
        window.outputHeight(input.height()),
        window.outputWidth(input.width()),
        input.channels());
  }
}
