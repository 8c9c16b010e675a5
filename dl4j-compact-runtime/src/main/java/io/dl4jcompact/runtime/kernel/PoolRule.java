package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Pool;
import java.util.Arrays;

/**
 * How the values that a pooling sees become one, for count elements of an arena at a time. The
 * result is built up in its place.
 */
interface PoolRule {

  /** Sets the result of having seen nothing. */
  void start(Memory memory, int to, int count);

  /** Adds one position inside of the map. */
  void add(Memory memory, int from, int to, int count);

  /** Makes the result of what was added: that of a number of positions. */
  default void finish(Memory memory, int to, int count, int positions) {}

  /** The rule of an operation on floats. */
  static PoolRule of(Pool operation) {
    return switch (operation.pooling().kind()) {
      case MAX -> new Max();
      case SUM -> new Sum(1, false);
      // Zeros of the padding count, so that the divisor is the same everywhere.
      case AVERAGE -> new Sum(operation.window().taps(), false);
      case AVERAGE_INSIDE -> new Sum(1, true);
      case NORM -> new Norm(operation.pooling().norm());
    };
  }

  /** The greatest; where padding alone is seen, the least float, as in Deeplearning4j. */
  record Max() implements PoolRule {
    @Override
    public void start(Memory memory, int to, int count) {
      Arrays.fill(memory.floats(), to, to + count, -Float.MAX_VALUE);
    }

    @Override
    public void add(Memory memory, int from, int to, int count) {
      float[] values = memory.floats();
      for (int i = 0; i < count; i++) {
        values[to + i] = Math.max(values[to + i], values[from + i]);
      }
    }
  }

  /** The sum over a divisor, or over the number of positions inside of the map. */
  record Sum(int divisor, boolean inside) implements PoolRule {
    @Override
    public void start(Memory memory, int to, int count) {
      Arrays.fill(memory.floats(), to, to + count, 0);
    }

    @Override
    public void add(Memory memory, int from, int to, int count) {
      float[] values = memory.floats();
      for (int i = 0; i < count; i++) {
        values[to + i] += values[from + i];
      }
    }

    @Override
    public void finish(Memory memory, int to, int count, int positions) {
      float[] values = memory.floats();
      int places = inside ? Math.max(1, positions) : divisor;
      for (int i = 0; i < count; i++) {
        values[to + i] /= places;
      }
    }
  }

  /** (Σ |x|^p)^(1/p). */
  record Norm(int p) implements PoolRule {
    @Override
    public void start(Memory memory, int to, int count) {
      Arrays.fill(memory.floats(), to, to + count, 0);
    }

    @Override
    public void add(Memory memory, int from, int to, int count) {
      float[] values = memory.floats();
      for (int i = 0; i < count; i++) {
        values[to + i] += (float) Math.pow(Math.abs(values[from + i]), p);
      }
    }

    @Override
    public void finish(Memory memory, int to, int count, int positions) {
      float[] values = memory.floats();
      for (int i = 0; i < count; i++) {
        values[to + i] = (float) Math.pow(values[to + i], 1.0 / p);
      }
    }
  }
}
