package io.dl4jcompact.runtime.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

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
    long bound = greatestSum(values);
    List<Integer> inTime = order(values, Comparator.comparingInt(Lifetime::first));
    Packing packing = new Packing(values);
    if (!packing.placeAtEnds(inTime, bound)) {
      packing = new Packing(values);
      if (values.size() <= MOST_BY_SIZE) {
        packing.placeLow(order(values, Comparator.comparingInt(Lifetime::size).reversed()));
      } else {
        packing.placeLowInTime(inTime);
      }
    }
    return packing.arena();
  }

  private static long greatestSum(List<Lifetime> values) {
    int steps = values.stream().mapToInt(Lifetime::last).max().orElse(0) + 1;
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

  private static List<Integer> order(List<Lifetime> values, Comparator<Lifetime> comparator) {
    return new ArrayList<>(
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparing(values::get, comparator))
            .toList());
  }
}
