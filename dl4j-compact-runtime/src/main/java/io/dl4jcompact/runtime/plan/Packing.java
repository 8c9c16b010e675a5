package io.dl4jcompact.runtime.plan;

import java.util.ArrayList;
import java.util.List;

/** An arena in the making: where the values placed so far start. */
final class Packing {

  private final List<Lifetime> values;
  private final long[] starts;

  /** Values that may be in the way of the next ones, by where they start. */
  private final List<Integer> placed = new ArrayList<>();

  Packing(List<Lifetime> values) {
    this.values = values;
    starts = new long[values.size()];
  }

  /**
   * Places values in an array of the given size, each as near as it can to an end, which changes
   * from one to the next.
   *
   * @param inTime all values in the order of their first steps
   * @return whether all had room
   */
  boolean placeAtEnds(List<Integer> inTime, long size) {
    boolean low = true;
    for (int index : inTime) {
      forgetBefore(values.get(index).first());
      long start = low ? lowest(index) : highest(index, size);
      if (start < 0 || start + values.get(index).size() > size) {
        return false;
      }
      place(index, start);
      low = !low;
    }
    return true;
  }

  /** Places values in an array without end, each as low as it can be. */
  void placeLow(List<Integer> order) {
    for (int index : order) {
      place(index, lowest(index));
    }
  }

  /**
   * As {@link #placeLow}, looking only at values that are still needed.
   *
   * @param inTime all values in the order of their first steps
   */
  void placeLowInTime(List<Integer> inTime) {
    for (int index : inTime) {
      forgetBefore(values.get(index).first());
      place(index, lowest(index));
    }
  }

  private void forgetBefore(int step) {
    placed.removeIf(other -> values.get(other).last() < step);
  }

  private void place(int index, long start) {
    starts[index] = start;
    int at = placed.size();
    while (at > 0 && starts[placed.get(at - 1)] > start) {
      at--;
    }
    placed.add(at, index);
  }

  private long lowest(int index) {
    Lifetime value = values.get(index);
    long start = 0;
    for (int other : placed) {
      if (starts[other] - start >= value.size()) {
        break;
      }
      if (values.get(other).meets(value)) {
        start = Math.max(start, end(other));
      }
    }
    return start;
  }

  /** Only in the order of time, where values not forgotten meet, so that their ends rise too. */
  private long highest(int index, long size) {
    long end = size;
    for (int i = placed.size() - 1; i >= 0; i--) {
      int other = placed.get(i);
      if (end - end(other) >= values.get(index).size()) {
        break;
      }
      end = starts[other];
    }
    return end - values.get(index).size();
  }

  private long end(int index) {
    return starts[index] + values.get(index).size();
  }

  Arena arena() {
    long size = 0;
    List<Integer> places = new ArrayList<>();
    for (int index = 0; index < starts.length; index++) {
      size = Math.max(size, end(index));
      places.add((int) starts[index]);
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the values of one sample need "
              + size
              + " elements at a time, more than an array can have; use smaller maps");
    }
    return new Arena(List.copyOf(places), (int) size);
  }
}
