package io.dl4jcompact.runtime.kernel;

/** What a one-bit convolution does with the counts of a block of outputs at one placement. */
interface BitEpilogue {

  /**
   * Sets what the counts of common bits are added to.
   *
   * @param placementClass the class of the placement
   * @param ones what the row's ones take from every sum ({@link BitSums#ones})
   * @param counts one a lane
   */
  void start(int block, int placementClass, int ones, int[] counts);

  /**
   * Writes the results.
   *
   * @param to where the placement's results start in the output's arena
   */
  void finish(int block, int placementClass, int ones, Memory memory, int to);
}
