package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;

/**
 * Pools floats or bits: for each placement, folds the positions inside of the map into the result.
 */
final class ScalarPool implements PoolKernel {

  private final PoolRule rule;
  private final Placements placements;
  private final int inputWidth;
  private final int channelStride;

  ScalarPool(Pool operation, TensorType input) {
    rule = PoolRule.of(operation, input);
    placements = Placements.of(operation.window(), input);
    inputWidth = input.width();
    channelStride = Slot.channelStride(input);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int to = output.offset(memory);
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int row = 0; row < placements.height(); row++) {
        for (int column = 0; column < placements.width(); column++, to += channelStride) {
          pool(memory, map, row, column, to);
        }
      }
    }
  }

  private void pool(Memory memory, int map, int row, int column, int to) {
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    rule.start(memory, to, channelStride);
    for (int i = rows.first(row); i < rows.end(row); i++) {
      int line = map + rows.position(row, i) * inputWidth * channelStride;
      for (int j = columns.first(column); j < columns.end(column); j++) {
        int from = line + columns.position(column, j) * channelStride;
        rule.add(memory, from, to, channelStride);
      }
    }
    int positions =
        (rows.end(row) - rows.first(row)) * (columns.end(column) - columns.first(column));
    rule.finish(memory, to, channelStride, positions);
  }
}
