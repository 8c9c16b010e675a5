package io.dl4jcompact.runtime.kernel;

/** What a one-bit convolution does with the counts of a block of outputs at one placement. */
interface BitEpilogue {

  /**
   * Sets what the counts of common bits are added to.
   *
   * @param lanes number of outputs in the block
   * @param ones number of ones in the row, times 2^(shift - 1)
   */
  void start(int block, int lanes, int placementClass, int ones, int[] counts);

  /**
   * Writes the results.
   *
   * @param to where the placement's results start in the output's arena
   */
  void finish(
      int block, int lanes, int placementClass, int ones, int[] counts, Memory memory, int to);
}
