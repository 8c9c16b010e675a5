package io.dl4jcompact.core;

import io.dl4jcompact.quantizer.Statistic;

/**
 * Quantiles without sorting, by radix selection: the values are counted by the upper half of their
 * bits, then those that share the sought one's upper half by the lower half.
 */
final class OrderStatistics {

  private static final int HALF = 16;
  private static final int MASK = (1 << HALF) - 1;

  private OrderStatistics() {}

  /** What {@link Statistic.Quantile#of} gives, bit for bit. */
  static float quantile(Statistic.Quantile quantile, float[] values) {
    int[] keys = new int[values.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(values[i]);
    }
    int k = quantile.lowerRank(keys.length);
    int lower = select(keys, k);
    int upper = atMost(keys, lower) > k + 1 ? lower : leastAbove(keys, lower);
    return quantile.between(keys.length, value(lower), value(upper));
  }

  /** An integer that is ordered, without its sign, as {@link Float#compare} orders floats. */
  private static int key(float value) {
    int bits = Float.floatToIntBits(value);
    return bits ^ (bits >> 31 | 1 << 31);
  }

  private static float value(int key) {
    return Float.intBitsToFloat(key ^ (~key >> 31 | 1 << 31));
  }

  private static int select(int[] keys, int rank) {
    int[] counts = new int[1 << HALF];
    for (int key : keys) {
      counts[key >>> HALF]++;
    }
    int upper = 0;
    int left = rank;
    while (left >= counts[upper]) {
      left -= counts[upper++];
    }
    counts = new int[1 << HALF];
    for (int key : keys) {
      if (key >>> HALF == upper) {
        counts[key & MASK]++;
      }
    }
    int lower = 0;
    while (left >= counts[lower]) {
      left -= counts[lower++];
    }
    return upper << HALF | lower;
  }

  /** How many keys are at most the given one. */
  private static int atMost(int[] keys, int bound) {
    int count = 0;
    for (int key : keys) {
      count += Integer.compareUnsigned(key, bound) <= 0 ? 1 : 0;
    }
    return count;
  }

  /** The least key above the given one, or the given one where there is none. */
  private static int leastAbove(int[] keys, int bound) {
    int least = -1;
    boolean found = false;
    for (int key : keys) {
      if (Integer.compareUnsigned(key, bound) > 0 && Integer.compareUnsigned(key, least) <= 0) {
        least = key;
        found = true;
      }
    }
    return found ? least : bound;
  }
}
