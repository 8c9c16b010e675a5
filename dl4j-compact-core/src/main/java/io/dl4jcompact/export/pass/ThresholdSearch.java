package io.dl4jcompact.export.pass;

import java.util.function.IntPredicate;

/**
 * Finds where a bit that depends on an integer switches: on a sum, or on a float's place among all
 * floats.
 *
 * @param range the integers there are
 * @param bit the bit for a sum
 */
record ThresholdSearch(SumRange range, IntPredicate bit) {

  /** bit(i) = (i ≥ least) xor flip. */
  record Limit(int least, boolean flip) {

    private static final Limit ALWAYS = new Limit(Integer.MIN_VALUE, false);
    private static final Limit NEVER = new Limit(Integer.MAX_VALUE, false);
  }

  /**
   * The limit that gives the bit of every sum in the range.
   *
   * @param monotone whether the bit is known to switch at most once
   * @return null if it switches more than once
   */
  Limit limit(boolean monotone) {
    boolean first = bit.test(range.lowest());
    int least = monotone ? bisect(first) : firstOther(range.lowest(), first);
    if (least > range.highest()) {
      return first ? Limit.ALWAYS : Limit.NEVER;
    }
    if (!monotone && firstOther(least, !first) <= range.highest()) {
      return null;
    }
    return new Limit(least, first);
  }

  /** The least sum whose bit differs from the first; one more than the highest if none does. */
  private int bisect(boolean first) {
    int same = range.lowest();
    int other = range.highest() + 1;
    while (other - (long) same > 1) {
      int middle = (int) Math.floorDiv((long) same + other, 2);
      if (bit.test(middle) == first) {
        same = middle;
      } else {
        other = middle;
      }
    }
    return other;
  }

  private int firstOther(int from, boolean value) {
    int sum = from;
    while (sum <= range.highest() && bit.test(sum) == value) {
      sum++;
    }
    return sum;
  }
}
