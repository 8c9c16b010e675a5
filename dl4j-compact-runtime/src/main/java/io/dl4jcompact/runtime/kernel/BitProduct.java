package io.dl4jcompact.runtime.kernel;

/**
 * Rows of bits times ±1 weights, as counts of the bits that are set in both.
 *
 * <p>Outputs come in blocks of {@link SignRows#LANES}; the last block has those that are left.
 */
interface BitProduct {

  /** The form of the rows. */
  BitOperands operands();

  /**
   * Adds, for the rows that are loaded and each output of a block, the number of bits that are set
   * both in the row and in the weights.
   *
   * @param memory where the rows start, and their counts; what is in the places after the block's
   *     outputs is not specified
   * @param count number of rows
   */
  void addCommonOnes(int block, Memory memory, int count);
}
