package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * Each channel of 8-bit integers averaged over a window, with 32-bit sums.
 *
 * <pre> q = clamp(round(Σ (q_x - z_x) · scale / n) + z, low, high) </pre>
 *
 * <p>n is the number of places that count: all, and those outside of the map as the number 0, for
 * {@link Pooling.Kind#AVERAGE}; those inside for {@link Pooling.Kind#AVERAGE_INSIDE}; 1 for {@link
 * Pooling.Kind#SUM}. Where none is inside, q is that of a sum of 0. The product is that of {@link
 * FixedPoint#of}(scale / n), with the division in double precision.
 *
 * @param window where it looks, with at most 2^23 taps, so that sums fit 32 bits
 * @param kind one of the three
 * @param inputZeroPoint z_x, in [-128, 127]
 * @param scale the input's scale over the output's, at least 0 and below 2^30
 * @param range z, low and high
 */
public record Int8AveragePool(
    Window window, Pooling.Kind kind, int inputZeroPoint, float scale, Int8Range range)
    implements Op {

  private static final int MOST_TAPS = 1 << 23;

  /**
   * @throws IllegalArgumentException if a part is not as said
   */
  public Int8AveragePool {
    Objects.requireNonNull(range, "range");
    Int8Range.requireByte("zero point of the input", inputZeroPoint);
    if (kind != Pooling.Kind.AVERAGE
        && kind != Pooling.Kind.AVERAGE_INSIDE
        && kind != Pooling.Kind.SUM) {
      throw new IllegalArgumentException("8-bit integers are not averaged by " + kind);
    }
    if ((long) window.kernelHeight() * window.kernelWidth() > MOST_TAPS) {
      throw new IllegalArgumentException(
          "a window of more than 2^23 taps has sums that 32 bits do not hold, got " + window);
    }
    FixedPoint.of(scale);
  }

  /** The factor where so many places are inside of the map. */
  public FixedPoint factor(int inside) {
    int count =
        switch (kind) {
          case AVERAGE -> window.taps();
          case AVERAGE_INSIDE -> Math.max(1, inside);
          default -> 1;
        };
    return FixedPoint.of((double) scale / count);
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.oneInt8(inputs);
    return new TensorType(
        ElementType.INT8,
        window.outputHeight(input.height()),
        window.outputWidth(input.width()),
        input.channels());
  }
}
