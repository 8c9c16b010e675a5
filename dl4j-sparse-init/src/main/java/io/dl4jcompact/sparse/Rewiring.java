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
   * Drops the connected weights of the least magnitude, and connects as many of the others, those
   * with the greatest scores. Those just dropped may come back. Equal ones: the first in memory is
   * dropped, or connected, first.
   *
   * @param count 0 to the number of connections
   * @param scores of all weights, greater is better
   */
  static Mask rewired(Mask mask, int count, float[] weights, float... scores) {
    boolean[] dropped = new boolean[mask.length()];
    for (int index : least(mask.length(), i -> Math.abs(weights[i]), mask::isConnected, count)) {
      dropped[index] = true;
    }
    boolean[] grown = new boolean[mask.length()];
    for (int index :
        least(mask.length(), i -> -scores[i], i -> dropped[i] || !mask.isConnected(i), count)) {
      grown[index] = true;
    }
    return Mask.of(mask.length(), i -> grown[i] || (mask.isConnected(i) && !dropped[i]));
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
