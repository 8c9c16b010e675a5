package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/**
 * Pools floats, a row of placements at a time: the rows that it sees become one, with what changes
 * nothing where there is padding, and neighbours in that the results. So a sum adds up the columns
 * of a window, each from the top, from the left.
 */
final class FloatPool implements PoolKernel {

  private final PoolLoops loops;
  private final Pooling pooling;
  private final NormLoops norm;
  private final Placements placements;
  private final int channels;
  private final int rowSize;

  /** Floats from a row that is seen to the next one, and from a neighbour. */
  private final int rowStep;

  private final int step;
  private final int terms;

  /** Floats from what a placement sees to what the next one does. */
  private final int stride;

  /** Where the map's first column is in the row that is made, and its size with padding. */
  private final int left;

  private final int size;

  /** Its columns, with padding. */
  private final int width;

  /** What is divided by, for each float of a row of results: number of columns, or 1. */
  private final float[] divisors;

  FloatPool(Pool operation, TensorType input, PoolLoops loops) {
    this.loops = loops;
    Window window = operation.window();
    pooling = operation.pooling();
    norm = new NormLoops(pooling.norm());
    placements = Placements.of(window, input);
    channels = input.channels();
    rowSize = input.width() * channels;
    rowStep = window.dilationHeight() * rowSize;
    step = window.dilationWidth() * channels;
    terms = window.kernelWidth();
    stride = window.strideWidth() * channels;
    width = input.width() + window.padLeft() + window.padRight();
    left = window.padLeft() * channels;
    size = width * channels;
    divisors = divisors(window);
  }

  private float[] divisors(Window window) {
    Taps columns = placements.columns();
    float[] divisors = new float[placements.width() * channels];
    for (int column = 0; column < placements.width(); column++) {
      int inside = columns.end(column) - columns.first(column);
      Arrays.fill(
          divisors,
          column * channels,
          (column + 1) * channels,
          pooling.kind() == Pooling.Kind.AVERAGE ? window.taps() : Math.max(1, inside));
    }
    return divisors;
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(Math.multiplyExact(width, channels), 0, 0, 0, 0);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    float nothing = pooling.kind() == Pooling.Kind.MAX ? -Float.MAX_VALUE : 0;
    Arrays.fill(memory.scratchFloats(), 0, size, nothing);
    int to = output.offset(memory);
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int row = 0; row < placements.height(); row++, to += divisors.length) {
        join(memory, map, row);
        pool(memory.scratchFloats(), memory.floats(), to);
        finish(memory.floats(), to, row);
      }
    }
  }

  /** Makes one row of those that a row of placements sees. */
  private void join(Memory memory, int map, int row) {
    Taps rows = placements.rows();
    int from = map + rows.position(row, rows.first(row)) * rowSize;
    int seen = rows.end(row) - rows.first(row);
    float[] values = memory.floats();
    float[] joined = memory.scratchFloats();
    switch (pooling.kind()) {
      case MAX -> loops.greatest(values, from, rowStep, seen, joined, left, rowSize);
      case NORM -> norm.sum(values, from, rowStep, seen, joined, left, rowSize);
      default -> loops.sum(values, from, rowStep, seen, joined, left, rowSize);
    }
  }

  private void pool(float[] joined, float[] values, int to) {
    // Neighbours whose windows are neighbours too are as one with many channels.
    int count = stride == channels ? divisors.length : channels;
    for (int i = 0, from = 0; i < divisors.length; i += count, from += stride) {
      if (pooling.kind() == Pooling.Kind.MAX) {
        loops.greatest(joined, from, step, terms, values, to + i, count);
      } else {
        loops.sum(joined, from, step, terms, values, to + i, count);
      }
    }
  }

  private void finish(float[] values, int to, int row) {
    int seen = placements.rows().end(row) - placements.rows().first(row);
    switch (pooling.kind()) {
      case AVERAGE -> loops.divide(values, to, divisors, 1);
      case AVERAGE_INSIDE -> loops.divide(values, to, divisors, Math.max(1, seen));
      case NORM -> norm.root(values, to, divisors.length);
      case MAX, SUM -> {}
    }
  }
}
