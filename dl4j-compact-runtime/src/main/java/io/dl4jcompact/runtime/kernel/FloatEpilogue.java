package io.dl4jcompact.runtime.kernel;

/** What a float convolution does with the sums of a block of outputs at some placements. */
@FunctionalInterface
interface FloatEpilogue {

  /**
   * Writes the results.
   *
   * @param block which {@link ScratchSize#LANES} outputs; the last block has those that are left
   * @param sums an array a placement, with a sum a lane; may be overwritten
   * @param count number of placements
   * @param to where the first placement's results start in the output's arena
   * @param step from where a placement's results start to where the next one's do
   */
  void run(int block, float[][] sums, int count, Memory memory, int to, int step);
}
