package io.dl4jcompact.runtime.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where values are placed in one array such that those needed at the same time do not overlap.
 *
 * @param starts where each value starts, in the order in which they were given
 * @param size elements that the array needs
 */
record Arena(List<Integer> starts, int size) {

  /** Placing by size compares every value with all that are placed. */
  private static final int MOST_BY_SIZE = 4096;

  /**
   * Places values.
   *
   * <p>First tries to stay within the greatest sum that is needed at any step, which no placement
   * can beat: values go, in order of time, to either end in turn. That always works for a chain, of
   * which two neighbours are needed at a time. Else the largest value is placed first, each as low
   * as it can be; if there are so many that this would take seconds, the earliest first.
   *
   * @throws IllegalArgumentException if one sample needs more elements than an array can have
   */
  static Arena of(List<Lifetime> values) {
    Optional<long[]> best = new Sweep(values, greatestSum(values)).placeAtEnds();
    return of(values, best.isPresent() ? best.get() : placeLow(values));
  }

  private static long[] placeLow(List<Lifetime> values) {
    return values.size() <= MOST_BY_SIZE
        ? new Packing(values).place()
        : new Sweep(values, Long.MAX_VALUE).placeLow();
  }

  private static Arena of(List<Lifetime> values, long[] starts) {
    long size = 0;
    List<Integer> places = new ArrayList<>();
    for (int index = 0; index < starts.length; index++) {
      size = Math.max(size, starts[index] + values.get(index).size());
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

  private static long greatestSum(List<Lifetime> values) {
    int steps = 1;
    for (Lifetime value : values) {
      steps = Math.max(steps, value.last() + 1);
    }
    long[] changes = new long[steps + 1];
    for (Lifetime value : values) {
      changes[value.first()] += value.size();
      changes[value.last() + 1] -= value.size();
    }
    long greatest = 0;
    long sum = 0;
    for (long change : changes) {
      sum += change;
      greatest = Math.max(greatest, sum);
    }
    return greatest;
  }
}
