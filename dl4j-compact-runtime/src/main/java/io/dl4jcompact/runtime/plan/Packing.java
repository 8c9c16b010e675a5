package io.dl4jcompact.runtime.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** An arena in the making: where the values placed so far start. */
final class Packing {

  private static final long NOT_PLACED = -1;

  private final List<Lifetime> values;
  private final long[] starts;

  Packing(List<Lifetime> values) {
    this.values = values;
    starts = new long[values.size()];
    Arrays.fill(starts, NOT_PLACED);
  }

  /**
   * Places values in an array of the given size, each as near as it can to an end, which changes
   * from one to the next.
   *
   * @return whether all had room
   */
  boolean placeAtEnds(List<Integer> order, long size) {
    boolean low = true;
    for (int index : order) {
      long start = low ? lowest(index) : highest(index, size);
      if (start < 0 || start + values.get(index).size() > size) {
        return false;
      }
      starts[index] = start;
      low = !low;
    }
    return true;
  }

  /** Places values in an array without end, each as low as it can be. */
  void placeLow(List<Integer> order) {
    for (int index : order) {
      starts[index] = lowest(index);
    }
  }

  private long lowest(int index) {
    long start = 0;
    for (int other : neighbours(index, Comparator.comparingLong(i -> starts[i]))) {
      if (starts[other] - start >= values.get(index).size()) {
        break;
      }
      start = Math.max(start, end(other));
    }
    return start;
  }

  private long highest(int index, long size) {
    long end = size;
    for (int other : neighbours(index, Comparator.comparingLong(this::end).reversed())) {
      if (end - end(other) >= values.get(index).size()) {
        break;
      }
      end = Math.min(end, starts[other]);
    }
    return end - values.get(index).size();
  }

  private long end(int index) {
    return starts[index] + values.get(index).size();
  }

  /** The values placed so far that are needed at the same time as one. */
  private List<Integer> neighbours(int index, Comparator<Integer> order) {
    List<Integer> found = new ArrayList<>();
    for (int other = 0; other < starts.length; other++) {
      if (starts[other] != NOT_PLACED && values.get(other).meets(values.get(index))) {
        found.add(other);
      }
    }
    found.sort(order);
    return found;
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
