package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.FixedPoint;
import io.dl4jcompact.runtime.graph.Int8Range;
import java.util.function.LongUnaryOperator;

/**
 * One channel's sums by multiplier and shift, against the float steps that they stand for.
 *
 * @param steps the integer that the float steps make of a sum; rising
 * @param most the greatest magnitude of a sum
 * @param finer how many times greater the integer layer's sums are: then its bias is as much finer
 * @param factor of these greater sums
 * @param offset what is to be added to them before they are multiplied; need not be whole
 */
record RequantizedChannel(
    LongUnaryOperator steps,
    long most,
    int finer,
    FixedPoint factor,
    double offset,
    Int8Range range) {

  private static final int TRIED = 4;

  /** The whole bias, next to the offset, with which the fewest integers begin at another sum. */
  long bias() {
    long nearest = Math.round(offset);
    long best = nearest;
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i <= 2 * TRIED && fewest > 0; i++) {
      long tried = nearest + (i % 2 == 0 ? -i / 2 : i / 2 + 1);
      int differing = differing(tried);
      if (differing < fewest) {
        fewest = differing;
        best = tried;
      }
    }
    return best;
  }

  private int apply(long sum, long bias) {
    return range.place(factor.scaled(sum * finer + bias));
  }

  /** For how many integers the least sum that gives them, or more, is another than the steps'. */
  private int differing(long bias) {
    int count = 0;
    for (int q = range.low() + 1; q <= range.high(); q++) {
      long first = first(q, bias);
      boolean reached = first > most || steps.applyAsLong(first) >= q;
      boolean before = first - 1 >= -most && steps.applyAsLong(first - 1) >= q;
      count += !reached || before ? 1 : 0;
    }
    return count;
  }

  /** The least sum that gives an integer or more; most + 1 if none does. */
  private long first(int q, long bias) {
    long low = -most;
    long high = most + 1;
    while (low < high) {
      long middle = Math.floorDiv(low + high, 2);
      if (apply(middle, bias) >= q) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
