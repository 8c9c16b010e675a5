package io.dl4jcompact.runtime.kernel;

/**
 * Where the rows of bits come from that a product multiplies: one for each placement of a window.
 * Rows are numbered through all samples.
 */
interface BitRows {

  /** Rows of one sample. */
  int perSample();

  /** Words of operands that are in the working space at a time. */
  int operandWords();

  /** Words and integers of working space besides the operands. */
  ScratchSize scratch();

  /**
   * Where the words of a row are in the operands, counted from its start.
   *
   * @param first the first word of each tap that is wanted
   * @param words how many words of each tap are wanted
   */
  int[] offsets(int first, int words);

  /**
   * Loads operands for some consecutive rows, and sets where they start among the operands, how
   * many ones they have and the classes of their placements.
   *
   * @param from where the first sample starts among the arena's words
   * @param row the first row
   * @param count number of rows in all
   * @param operands takes what is loaded
   * @return how many rows that are, at least 1 and at most {@link BitConvolution#TILE}
   */
  int load(Memory memory, int from, int row, int count, BitOperands operands);
}
