package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/** Operands as the words that they are. */
final class WordOperands implements BitOperands {

  @Override
  public int words(int count) {
    return count;
  }

  @Override
  public int ints(int count) {
    return 0;
  }

  @Override
  public void load(long[] source, int from, int count, Memory memory, int to) {
    System.arraycopy(source, from, memory.scratchWords(), to, count);
  }

  @Override
  public void clear(Memory memory, int to, int count) {
    Arrays.fill(memory.scratchWords(), to, to + count, 0);
  }
}
