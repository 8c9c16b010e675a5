package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.FixedPoint;
import io.dl4jcompact.runtime.graph.Int8Range;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;

/**
 * One channel's sums by multiplier, offset and shift, against the float steps that they stand for.
 *
 * <p>With T the least sum that the steps make the integer q of, or a greater one, the offset c
 * gives the same where
 *
 * <pre> T·m + c + 2^(s - 1) ≥ (q - z)·2^s &gt; (T - 1)·m + c + 2^(s - 1) </pre>
 *
 * @param steps the integer that the float steps make of a sum; rising
 * @param most the greatest magnitude of a sum
 * @param factor m·2^-s, with s at most {@value #MOST_SHIFT}
 */
record RequantizedChannel(LongUnaryOperator steps, long most, FixedPoint factor, Int8Range range) {

  /** What keeps all of the numbers above within 63 bits. */
  static final int MOST_SHIFT = 52;

  /**
   * The whole c nearest to the exact one with which all integers begin at the steps' sums; where
   * there is none, since the steps round too, one with which the most do.
   *
   * @param exact what the steps would add if they did not round, in units of the product
   */
  long offset(long exact) {
    int count = range.high() - range.low();
    long[] least = new long[count];
    long[] greatest = new long[count];
    for (int i = 0; i < count; i++) {
      int q = range.low() + 1 + i;
      long first = first(q);
      long boundary = ((long) (q - range.zeroPoint()) << factor.shift()) - half();
      least[i] = first > most ? Long.MIN_VALUE : boundary - first * factor.multiplier();
      greatest[i] =
          first == -most ? Long.MAX_VALUE : boundary - (first - 1) * factor.multiplier() - 1;
    }
    long low = LongStream.of(least).max().orElse(exact);
    long high = LongStream.of(greatest).min().orElse(exact);
    return low <= high ? Math.max(low, Math.min(high, exact)) : best(least, greatest, exact);
  }

  private long half() {
    return 1L << factor.shift() - 1;
  }

  /** The least sum that the steps make such an integer of, or a greater one; else most + 1. */
  private long first(int q) {
    long low = -most;
    long high = most + 1;
    while (low < high) {
      long middle = Math.floorDiv(low + high, 2);
      if (steps.applyAsLong(middle) >= q) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static long best(long[] least, long[] greatest, long exact) {
    long best = exact;
    int most = fitting(least, greatest, exact);
    for (long tried : least) {
      int fitting = fitting(least, greatest, tried);
      if (fitting > most) {
        most = fitting;
        best = tried;
      }
    }
    return best;
  }

  private static int fitting(long[] least, long[] greatest, long offset) {
    int count = 0;
    for (int i = 0; i < least.length; i++) {
      count += offset >= least[i] && offset <= greatest[i] ? 1 : 0;
    }
    return count;
  }
}
