package io.dl4jcompact.runtime.kernel;

/**
 * Rows of bits times ±1 weights, as counts of the bits that are set in both.
 *
 * <p>Outputs come in blocks of {@link SignBlocks#LANES}; the last block has those that are left.
 */
interface BitProduct {

  /** Number of blocks. */
  int blocks();

  /** Words of working space for so many rows that are multiplied at a time. */
  int workingWords(int rows);

  /**
   * Prepares rows for {@link #addCommonOnes}.
   *
   * @param from where the first row starts; the others follow
   * @param count number of rows
   * @param working takes what is prepared
   * @param to where it goes, {@link #workingWords} from there on
   */
  void prepare(long[] rows, int from, int count, long[] working, int to);

  /**
   * Adds, for some rows and each output of a block, the number of bits that are set both in the row
   * and in the weights.
   *
   * @param from where the first row starts; the others follow
   * @param count number of rows
   * @param working where {@link #prepare} has put the same rows
   * @param workingFrom and from where on
   * @param counts one array a row, of {@link ScratchSize#LANES}; what is in the places after the
   *     block's outputs is not specified
   */
  void addCommonOnes(
      int block, long[] rows, int from, int count, long[] working, int workingFrom, int[][] counts);
}
