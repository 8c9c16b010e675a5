package io.dl4jcompact.runtime.kernel;

/** The form that a product wants its rows of bits in: so many elements for each word. */
interface BitOperands {

  /** Words of working space that the operands of so many words take. */
  int words(int count);

  /** Integers of working space that the operands of so many words take. */
  int ints(int count);

  /**
   * Puts words into the working space.
   *
   * @param from where they start in the source
   * @param count number of words
   * @param to where they go, in words
   */
  void load(long[] source, int from, int count, Memory memory, int to);

  /** Puts words of zeros there. */
  void clear(Memory memory, int to, int count);
}
