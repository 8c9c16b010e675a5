package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;

/** Pools floats: for each placement, folds the positions inside of the map into the result. */
final class ScalarPool implements PoolKernel {

  private final PoolRule rule;
  private final Placements placements;
  private final int inputWidth;
  private final int channels;

  private ScalarPool(Pool operation, TensorType input) {
    rule = PoolRule.of(operation);
    placements = Placements.of(operation.window(), input);
    inputWidth = input.width();
    channels = input.channels();
  }

  /** The kernel of a pooling of floats or bits. */
  static PoolKernel of(Pool operation, TensorType input) {
    return input.element().isOneBit()
        ? new BitPool(operation, input)
        : new ScalarPool(operation, input);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int to = output.offset(memory);
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int row = 0; row < placements.height(); row++) {
        for (int column = 0; column < placements.width(); column++, to += channels) {
          pool(memory, map, row, column, to);
        }
      }
    }
  }

  private void pool(Memory memory, int map, int row, int column, int to) {
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    rule.start(memory, to, channels);
    for (int i = rows.first(row); i < rows.end(row); i++) {
      int line = map + rows.position(row, i) * inputWidth * channels;
      for (int j = columns.first(column); j < columns.end(column); j++) {
        int from = line + columns.position(column, j) * channels;
        rule.add(memory, from, to, channels);
      }
    }
    int positions =
        (rows.end(row) - rows.first(row)) * (columns.end(column) - columns.first(column));
    rule.finish(memory, to, channels, positions);
  }
}
