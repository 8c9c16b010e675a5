package io.dl4jcompact.runtime.plan;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The parts of an array that no value has at the moment. */
final class FreeRanges {

  /** There is no range that is large enough. */
  static final long NONE = -1;

  /** The end of each range by its start; ranges do not touch each other. */
  private final NavigableMap<Long, Long> ends = new TreeMap<>();

  /**
   * @param size elements of the array, all free
   */
  FreeRanges(long size) {
    ends.put(0L, size);
  }

  /** Takes the lowest elements that follow each other, and gives the first or {@link #NONE}. */
  long takeLow(long size) {
    return take(ends, size, true);
  }

  /** Takes the highest elements that follow each other, and gives the first or {@link #NONE}. */
  long takeHigh(long size) {
    return take(ends.descendingMap(), size, false);
  }

  private long take(Map<Long, Long> inOrder, long size, boolean low) {
    for (Map.Entry<Long, Long> range : inOrder.entrySet()) {
      long start = range.getKey();
      long end = range.getValue();
      if (end - start >= size) {
        long taken = low ? start : end - size;
        ends.remove(start);
        add(start, taken);
        add(taken + size, end);
        return taken;
      }
    }
    return NONE;
  }

  /** Gives back what was taken. */
  void free(long start, long size) {
    long first = start;
    long end = start + size;
    Map.Entry<Long, Long> below = ends.lowerEntry(start);
    if (below != null && below.getValue() == start) {
      first = below.getKey();
    }
    Long above = ends.remove(end);
    ends.put(first, above == null ? end : above);
  }

  private void add(long start, long end) {
    if (start < end) {
      ends.put(start, end);
    }
  }
}
