package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Arrays;

/** The greatest of 8-bit integers; where padding alone is seen, the least. */
final class Int8MaxPool implements PoolKernel {

  private final Placements placements;
  private final int inputWidth;
  private final int channels;

  Int8MaxPool(Pool operation, TensorType input) {
    placements = Placements.of(operation.window(), input);
    inputWidth = input.width();
    channels = input.channels();
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    byte[] values = memory.bytes();
    int to = output.offset(memory);
    Arrays.fill(values, to, to + batch * output.size(), Byte.MIN_VALUE);
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int y = 0; y < placements.height(); y++) {
        for (int x = 0; x < placements.width(); x++, to += channels) {
          pool(values, map, y, x, to);
        }
      }
    }
  }

  private void pool(byte[] values, int map, int y, int x, int to) {
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    for (int i = rows.first(y); i < rows.end(y); i++) {
      int line = map + rows.position(y, i) * inputWidth * channels;
      for (int j = columns.first(x); j < columns.end(x); j++) {
        raise(values, line + columns.position(x, j) * channels, to, channels);
      }
    }
  }

  private static void raise(byte[] values, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      values[to + i] = (byte) Math.max(values[to + i], values[from + i]);
    }
  }
}
