package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/** Operands as the halves of words, which vectors are filled from in one instruction. */
final class VectorHalfOperands implements BitOperands {

  /** Halves of a word. */
  static final int HALVES = 2;

  @Override
  public int words(int count) {
    return 0;
  }

  @Override
  public int ints(int count) {
    return Math.multiplyExact(HALVES, count);
  }

  @Override
  public void load(long[] source, int from, int count, Memory memory, int to) {
    int[] halves = memory.scratchInts();
    for (int i = 0; i < count; i++) {
      long word = source[from + i];
      halves[(to + i) * HALVES] = (int) word;
      halves[(to + i) * HALVES + 1] = (int) (word >>> Integer.SIZE);
    }
  }

  @Override
  public void clear(Memory memory, int to, int count) {
    Arrays.fill(memory.scratchInts(), to * HALVES, (to + count) * HALVES, 0);
  }
}
