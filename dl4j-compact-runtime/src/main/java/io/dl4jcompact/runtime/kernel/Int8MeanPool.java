package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.FixedPoint;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Arrays;

/** Averages of 8-bit integers, by integer sums. */
final class Int8MeanPool implements PoolKernel {

  private final Int8AveragePool operation;
  private final Placements placements;
  private final int inputWidth;
  private final int channels;

  /** For each class of placements: how many taps are inside, and the factor of the sum. */
  private final int[] insides;

  private final FixedPoint[] factors;

  Int8MeanPool(Int8AveragePool operation, TensorType input) {
    this.operation = operation;
    placements = Placements.of(operation.window(), input);
    inputWidth = input.width();
    channels = input.channels();
    insides = new int[placements.classes()];
    factors = new FixedPoint[placements.classes()];
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    for (int y = 0; y < placements.height(); y++) {
      for (int x = 0; x < placements.width(); x++) {
        if (rows.startsClass(y) && columns.startsClass(x)) {
          int inside = (rows.end(y) - rows.first(y)) * (columns.end(x) - columns.first(x));
          insides[placements.classOf(y, x)] = inside;
          factors[placements.classOf(y, x)] = operation.factor(inside);
        }
      }
    }
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(0, 0, channels, 0, 0);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int to = output.offset(memory);
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int y = 0; y < placements.height(); y++) {
        for (int x = 0; x < placements.width(); x++, to += channels) {
          sum(memory.bytes(), map, y, x, memory.scratchInts());
          place(memory.scratchInts(), placements.classOf(y, x), memory.bytes(), to);
        }
      }
    }
  }

  private void sum(byte[] values, int map, int y, int x, int[] sums) {
    Arrays.fill(sums, 0, channels, 0);
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    for (int i = rows.first(y); i < rows.end(y); i++) {
      int line = map + rows.position(y, i) * inputWidth * channels;
      for (int j = columns.first(x); j < columns.end(x); j++) {
        add(values, line + columns.position(x, j) * channels, sums, channels);
      }
    }
  }

  private static void add(byte[] values, int from, int[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += values[from + i];
    }
  }

  private void place(int[] sums, int placement, byte[] values, int to) {
    int zero = insides[placement] * operation.inputZeroPoint();
    FixedPoint factor = factors[placement];
    for (int c = 0; c < channels; c++) {
      values[to + c] = operation.range().place(factor.scaled(sums[c] - zero));
    }
  }
}
