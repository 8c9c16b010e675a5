package io.dl4jcompact.sparse.consistency;

import java.util.SplittableRandom;

/** Indices of rows without end: each once in random order, then each once in another order. */
final class ShuffledRows {

  private final int[] order;
  private final SplittableRandom random;
  private int position;

  ShuffledRows(int count, long seed) {
    order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    random = new SplittableRandom(seed);
    position = count;
  }

  int[] next(int rows) {
    int[] taken = new int[rows];
    for (int i = 0; i < rows; i++) {
      if (position == order.length) {
        shuffle();
        position = 0;
      }
      taken[i] = order[position++];
    }
    return taken;
  }

  private void shuffle() {
    for (int last = order.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
  }
}
