package io.dl4jcompact.runtime.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** Places values in the order of time: each where none is that is still needed. */
final class Sweep {

  private final List<Lifetime> values;
  private final long[] starts;
  private final FreeRanges free;

  /** Values that have a place, the first to be needed no more at the head. */
  private final PriorityQueue<Integer> alive;

  /**
   * @param size elements of the array to place values in
   */
  Sweep(List<Lifetime> values, long size) {
    this.values = values;
    starts = new long[values.size()];
    free = new FreeRanges(size);
    alive = new PriorityQueue<>(Comparator.comparingInt(index -> values.get(index).last()));
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
    return IntStream.range(0, values.size())
        .boxed()
        .sorted(Comparator.comparingInt(index -> values.get(index).first()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private void forgetBefore(int step) {
    while (!alive.isEmpty() && values.get(alive.peek()).last() < step) {
      int index = alive.poll();
      free.free(starts[index], values.get(index).size());
    }
  }

  private void place(int index, long start) {
    starts[index] = start;
    alive.add(index);
  }
}
