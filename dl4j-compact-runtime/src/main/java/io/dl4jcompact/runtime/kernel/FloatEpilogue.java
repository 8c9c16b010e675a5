package io.dl4jcompact.runtime.kernel;

/** What a float convolution does with the sums of a block of outputs at one placement. */
@FunctionalInterface
interface FloatEpilogue {

  /**
   * Writes the results.
   *
   * @param block which {@link ScratchSize#LANES} outputs; the last block has those that are left
   * @param sums one a lane; may be overwritten
   * @param to where the placement's results start in the output's arena
   */
  void run(int block, float[] sums, Memory memory, int to);
}
