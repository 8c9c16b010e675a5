package io.dl4jcompact.runtime.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Places values by their size: the largest first, each as low as it can be. */
final class Packing {

  private final List<Lifetime> values;
  private final long[] starts;

  /** Values placed so far, by where they start. */
  private final List<Integer> placed = new ArrayList<>();

  Packing(List<Lifetime> values) {
    this.values = values;
    starts = new long[values.size()];
  }

  /** Where values start. */
  long[] place() {
    for (int index : bySize()) {
      place(index, lowest(values.get(index)));
    }
    return starts;
  }

  /** The largest first; of equal size, in the order in which they were given. */
  private int[] bySize() {
    long[] keys = new long[values.size()];
    for (int index = 0; index < keys.length; index++) {
      keys[index] = (long) -values.get(index).size() << Integer.SIZE | index;
    }
    Arrays.sort(keys);
    int[] indices = new int[keys.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = (int) keys[i];
    }
    return indices;
  }

  private void place(int index, long start) {
    starts[index] = start;
    int at = placed.size();
    while (at > 0 && starts[placed.get(at - 1)] > start) {
      at--;
    }
    placed.add(at, index);
  }

  private long lowest(Lifetime value) {
    long start = 0;
    for (int other : placed) {
      if (starts[other] - start >= value.size()) {
        break;
      }
      if (values.get(other).meets(value)) {
        start = Math.max(start, starts[other] + values.get(other).size());
      }
    }
    return start;
  }
}
