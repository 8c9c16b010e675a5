package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/**
 * The greatest of bits: 1 where any is; where padding alone is seen, the lower value. A tap of a
 * row of placements at a time, since a placement's own bits are few.
 */
final class BitPool implements PoolKernel {

  private final Placements placements;
  private final int inputWidth;
  private final int words;

  /** Words from what a placement looks at to what the next one does. */
  private final int step;

  /**
   * For each column of the window, the first placement whose tap is inside, and one past the last.
   */
  private final int[] firsts;

  private final int[] ends;

  BitPool(Pool operation, TensorType input) {
    Window window = operation.window();
    placements = Placements.of(window, input);
    inputWidth = input.width();
    words = Slot.channelStride(input);
    step = window.strideWidth() * words;
    firsts = new int[window.kernelWidth()];
    ends = new int[window.kernelWidth()];
    Taps columns = placements.columns();
    for (int column = 0; column < placements.width(); column++) {
      for (int tap = columns.first(column); tap < columns.end(column); tap++) {
        firsts[tap] = ends[tap] == 0 ? column : firsts[tap];
        ends[tap] = column + 1;
      }
    }
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    long[] values = memory.words();
    int to = output.offset(memory);
    int row = placements.width() * words;
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int y = 0; y < placements.height(); y++, to += row) {
        Arrays.fill(values, to, to + row, 0);
        pool(values, map, y, to);
      }
    }
  }

  private void pool(long[] values, int map, int y, int to) {
    Taps rows = placements.rows();
    for (int i = rows.first(y); i < rows.end(y); i++) {
      int line = map + rows.position(y, i) * inputWidth * words;
      for (int tap = 0; tap < firsts.length; tap++) {
        int first = firsts[tap];
        int from = line + placements.columns().position(first, tap) * words;
        add(values, from, to + first * words, ends[tap] - first);
      }
    }
  }

  private void add(long[] values, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      for (int w = 0; w < words; w++) {
        values[to + i * words + w] |= values[from + i * step + w];
      }
    }
  }
}
