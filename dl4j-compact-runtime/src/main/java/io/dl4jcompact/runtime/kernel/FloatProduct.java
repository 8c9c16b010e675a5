package io.dl4jcompact.runtime.kernel;

/**
 * Rows of floats times the weights of some outputs: at most {@link ScratchSize#LANES}, all of one
 * group of channels or each of a channel of its own.
 *
 * <p>The order of additions is fixed, so that all families give the same bits: the products of the
 * elements of each of {@link FloatChunks} are added up by fused multiply-adds from the first to the
 * last, starting with 0, and these sums are added from the first to the last, starting with 0. So
 * no sum is -0.
 */
interface FloatProduct {

  /** The most elements of a chunk: more would round off more, fewer take more time to add up. */
  int CHUNK = 256;

  /**
   * Computes the sums of all outputs for some rows.
   *
   * @param source where the rows' elements are
   * @param base where row 0 would start if its origin were 0
   * @param origins where each row starts, from the base on
   * @param first the first row
   * @param count number of rows, at least 1
   * @param sums takes one array a row, each of {@link ScratchSize#LANES}; what is in the places
   *     after the outputs is not specified
   * @param to where the array of the first row is; the last two of all are to spare
   */
  void multiply(
      float[] source, int base, int[] origins, int first, int count, float[][] sums, int to);
}
