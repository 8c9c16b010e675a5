package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.TensorType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Pools floats by vectors of channels: those of all positions that a placement sees are folded in
 * registers. The last vector of a position overlaps the one before it.
 */
final class VectorPool implements PoolKernel {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  /** More would take more memory than they are worth. */
  private static final int MOST_OFFSETS = 1 << 14;

  private final Placements placements;
  private final Pooling.Kind kind;
  private final int taps;
  private final int inputWidth;
  private final int channels;

  /** For each class of placements, where the positions inside are, from the first one on. */
  private final int[][] offsets;

  private VectorPool(Pool operation, TensorType input) {
    placements = Placements.of(operation.window(), input);
    kind = operation.pooling().kind();
    taps = operation.window().taps();
    inputWidth = input.width();
    channels = input.channels();
    offsets = new int[placements.classes()][];
    for (int row = 0; row < placements.height(); row++) {
      for (int column = 0; column < placements.width(); column++) {
        int placementClass = placements.classOf(row, column);
        if (offsets[placementClass] == null) {
          offsets[placementClass] = inside(row, column);
        }
      }
    }
  }

  /** The kernel of a pooling; a plain one where vectors do not help. */
  static PoolKernel of(Pool operation, TensorType input) {
    boolean plain =
        input.element().isOneBit()
            || input.channels() < WIDTH
            || operation.pooling().kind() == Pooling.Kind.NORM
            || offsets(operation, input) > MOST_OFFSETS;
    return plain ? new ScalarPool(operation, input) : new VectorPool(operation, input);
  }

  private static long offsets(Pool operation, TensorType input) {
    return (long) Placements.of(operation.window(), input).classes() * operation.window().taps();
  }

  private int[] inside(int row, int column) {
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    int width = columns.end(column) - columns.first(column);
    int[] inside = new int[(rows.end(row) - rows.first(row)) * width];
    int first = first(row, column);
    for (int i = 0; i < inside.length; i++) {
      int y = rows.position(row, rows.first(row) + i / width);
      int x = columns.position(column, columns.first(column) + i % width);
      inside[i] = (y * inputWidth + x) * channels - first;
    }
    return inside;
  }

  /** Where the first position inside is. */
  private int first(int row, int column) {
    int y = placements.rows().position(row, placements.rows().first(row));
    int x = placements.columns().position(column, placements.columns().first(column));
    return (y * inputWidth + x) * channels;
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int to = output.offset(memory);
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int row = 0; row < placements.height(); row++) {
        for (int column = 0; column < placements.width(); column++, to += channels) {
          int[] inside = offsets[placements.classOf(row, column)];
          int from = inside.length == 0 ? map : map + first(row, column);
          place(memory.floats(), from, inside, to);
        }
      }
    }
  }

  private void place(float[] values, int from, int[] inside, int to) {
    int last = channels - WIDTH;
    for (int c = 0; c < channels; c += WIDTH) {
      int channel = Math.min(c, last);
      switch (kind) {
        case MAX -> greatest(values, from + channel, inside, to + channel);
        case AVERAGE -> sum(values, from + channel, inside, to + channel, taps);
        case AVERAGE_INSIDE ->
            sum(values, from + channel, inside, to + channel, Math.max(1, inside.length));
        case SUM -> sum(values, from + channel, inside, to + channel, 1);
        default -> throw new AssertionError(kind);
      }
    }
  }

  private static void greatest(float[] values, int from, int[] inside, int to) {
    FloatVector least = FLOAT.broadcast(-Float.MAX_VALUE);
    FloatVector greatest = least;
    for (int i = 0; i < inside.length; i++) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, from + inside[i]);
      greatest = least.max(x).max(greatest);
    }
    greatest.intoArray(values, to);
  }

  private static void sum(float[] values, int from, int[] inside, int to, float divisor) {
    FloatVector sum = FLOAT.broadcast(0f);
    for (int i = 0; i < inside.length; i++) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, from + inside[i]);
      sum = FLOAT.broadcast(-0f).add(x).add(sum);
    }
    FLOAT.broadcast(-0f).add(sum).div(divisor).intoArray(values, to);
  }
}
