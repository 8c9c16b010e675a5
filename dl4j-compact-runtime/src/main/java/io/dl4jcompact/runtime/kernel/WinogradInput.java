package io.dl4jcompact.runtime.kernel;

/**
 * What the inputs of a tile become: V = Bᵀ d B for each channel, which is
 *
 * <pre> d0 - d2,  d1 + d2,  d2 - d1,  d1 - d3 </pre>
 *
 * first of the tile's rows, then of the columns of what that gives.
 */
@FunctionalInterface
interface WinogradInput {

  /**
   * Combines four rows of floats: target row i, from {@code to + i · step} on, becomes the i-th of
   * the above. Only the signs of zeros are not specified.
   *
   * @param source where the rows are; may be the target where they do not overlap
   * @param from where the first row starts
   * @param distance from where a row starts to where the next one does
   * @param count floats of a row, at least {@link WinogradConvolution#LEAST_CHANNELS}
   */
  void combine(float[] source, int from, int distance, int count, float[] target, int to, int step);
}
