package io.dl4jcompact.runtime.plan;

import java.util.Arrays;

/** The order in which values are placed. */
final class Order {

  private Order() {}

  /** The indices of keys from the least to the greatest; of equal ones, the first comes first. */
  static int[] ascending(int[] keys) {
    long[] pairs = new long[keys.length];
    for (int index = 0; index < keys.length; index++) {
      pairs[index] = pair(keys[index], index);
    }
    Arrays.sort(pairs);
    int[] indices = new int[keys.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) pairs[i];
    }
    return indices;
  }

  /** A key and an index in one number, which is ordered by keys, then by indices. */
  static long pair(int key, int index) {
    return (long) key << Integer.SIZE | index;
  }
}
