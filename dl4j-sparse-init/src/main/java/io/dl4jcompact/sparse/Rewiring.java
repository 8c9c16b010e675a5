package io.dl4jcompact.sparse;

import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which connections a parameter loses and gets, so that their number stays the same. Everything is
 * in the order that the parameter has in memory.
 */
final class Rewiring {

  private Rewiring() {}

  /**
   * The mask without the connections of the least magnitude; of equal ones the first in memory goes
   * first.
   *
   * @param count 0 to the number of connections
   * @param weights all of the parameter
   */
  static Mask without(Mask mask, int count, float... weights) {
    boolean[] dropped = new boolean[mask.length()];
    for (int index : least(mask.length(), i -> Math.abs(weights[i]), mask::isConnected, count)) {
      dropped[index] = true;
    }
    return Mask.of(mask.length(), i -> mask.isConnected(i) && !dropped[i]);
  }

  /**
   * The mask and the weights with the greatest scores among those that it does not connect; of
   * equal ones the first in memory comes first.
   *
   * @param count 0 to the number of weights that are not connected
   * @param scores of all weights
   */
  static Mask with(Mask mask, int count, float... scores) {
    boolean[] grown = new boolean[mask.length()];
    for (int index : least(mask.length(), i -> -scores[i], i -> !mask.isConnected(i), count)) {
      grown[index] = true;
    }
    return Mask.of(mask.length(), i -> grown[i] || mask.isConnected(i));
  }

  private interface Score {
    float of(int index);
  }

  private static int[] least(int length, Score score, IntPredicate candidate, int count) {
    return IntStream.range(0, length)
        .filter(candidate)
        .boxed()
        .sorted((a, b) -> Float.compare(score.of(a), score.of(b)))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
