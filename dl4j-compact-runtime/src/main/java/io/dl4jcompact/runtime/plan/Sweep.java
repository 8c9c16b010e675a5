package io.dl4jcompact.runtime.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Places values in the order of time: each where none is that is still needed. */
final class Sweep {

  private final List<Lifetime> values;
  private final long[] starts;
  private final FreeRanges free;

  /** Values that have a place, by the last step that needs them. */
  private final PriorityQueue<Long> alive = new PriorityQueue<>();

  /**
   * @param size elements of the array to place values in
   */
  Sweep(List<Lifetime> values, long size) {
    this.values = values;
    starts = new long[values.size()];
    free = new FreeRanges(size);
  }

  /**
   * Places each value as near as it can to an end of the array, which changes from one to the next.
   *
   * @return where values start, unless one has no room
   */
  Optional<long[]> placeAtEnds() {
    boolean low = true;
    for (int index : inTime()) {
      forgetBefore(values.get(index).first());
      int size = values.get(index).size();
      long start = low ? free.takeLow(size) : free.takeHigh(size);
      if (start == FreeRanges.NONE) {
        return Optional.empty();
      }
      place(index, start);
      low = !low;
    }
    return Optional.of(starts);
  }

  /** Places each value as low as it can be; the array must be large enough for all. */
  long[] placeLow() {
    for (int index : inTime()) {
      forgetBefore(values.get(index).first());
      place(index, free.takeLow(values.get(index).size()));
    }
    return starts;
  }

  private int[] inTime() {
    long[] byFirst = new long[values.size()];
    for (int index = 0; index < byFirst.length; index++) {
      byFirst[index] = at(values.get(index).first(), index);
    }
    Arrays.sort(byFirst);
    int[] indices = new int[byFirst.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) byFirst[i];
    }
    return indices;
  }

  /** A value at a step, in one number: ordered by steps. */
  private static long at(int step, int index) {
    return (long) step << Integer.SIZE | index;
  }

  private void forgetBefore(int step) {
    while (!alive.isEmpty() && alive.peek() < at(step, 0)) {
      int index = alive.remove().intValue();
      free.free(starts[index], values.get(index).size());
    }
  }

  private void place(int index, long start) {
    starts[index] = start;
    alive.add(at(values.get(index).last(), index));
  }
}
