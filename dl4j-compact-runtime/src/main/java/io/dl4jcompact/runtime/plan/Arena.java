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

  /**
   * Places values.
   *
   * <p>First tries to stay within the greatest sum that is needed at any step, which no placement
   * can beat: values go, in order of time, to either end in turn. That always works for a chain, of
   * which two neighbours are needed at a time. Else the largest value is placed first, each as low
   * as it can be.
   *
   * @throws IllegalArgumentException if one sample needs more elements than an array can have
   */
  static Arena of(List<Lifetime> values) {
    long bound = greatestSum(values);
    List<Integer> inTime = order(values, Comparator.comparingInt(Lifetime::first));
    List<Integer> bySize = order(values, Comparator.comparingInt(Lifetime::size).reversed());
    Packing packing = new Packing(values);
    if (!packing.placeAtEnds(inTime, bound)) {
      packing = new Packing(values);
      packing.placeLow(bySize);
    }
    return packing.arena();
  }

  private static long greatestSum(List<Lifetime> values) {
    long greatest = 0;
    for (Lifetime value : values) {
      // A sum can only be greatest at a step that makes a value.
      long sum = 0;
      for (Lifetime other : values) {
        if (other.first() <= value.first() && value.first() <= other.last()) {
          sum += other.size();
        }
      }
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
