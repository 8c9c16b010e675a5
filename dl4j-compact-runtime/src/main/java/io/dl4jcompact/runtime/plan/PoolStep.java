package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Placements;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.kernel.Taps;

/**
 * Runs {@link Pool} and {@link GlobalPool}, which is a pooling whose window covers the map: for
 * each placement, folds the positions inside of the map into the result.
 */
final class PoolStep implements Step {

  private final PoolRule rule;
  private final Placements placements;
  private final int inputWidth;
  private final int channelStride;
  private final Slot input;
  private final Slot output;

  private PoolStep(Pool operation, Operands operands) {
    TensorType type = operands.inputType();
    rule = PoolRule.of(operation, type);
    placements = Placements.of(operation.window(), type);
    inputWidth = type.width();
    channelStride = Slot.channelStride(type);
    input = operands.input();
    output = operands.output();
  }

  static PoolStep of(Pool operation, Operands operands) {
    return new PoolStep(operation, operands);
  }

  static PoolStep global(GlobalPool operation, Operands operands) {
    Window window = Window.covering(operands.inputType());
    return new PoolStep(new Pool(window, operation.pooling()), operands);
  }

  @Override
  public void run(Memory memory, int batch) {
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
