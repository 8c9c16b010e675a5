package io.dl4jcompact.runtime.kernel;

/** Connected weights of some outputs times what neighbouring placements see. */
@FunctionalInterface
interface SparseProduct {

  /** Arrays of sums that are to spare. */
  int SPARE = 4;

  /**
   * Computes the sums of some outputs for some placements, as {@link SparseRows} says.
   *
   * @param planes for each element, the values of all placements after each other; {@link
   *     ScratchSize#LANES} floats behind the last may be read
   * @param start the first placement
   * @param count number of placements, at most {@link ScratchSize#LANES}
   * @param first the first output
   * @param outputs number of outputs, at most {@link ScratchSize#LANES}
   * @param sums takes an array an output, with a sum a placement; what is behind is not specified
   * @param to the array of the first output; {@link ScratchSize#LANES} arrays further on, as many
   *     are to work with, and the last {@value #SPARE}
   */
  void multiply(
      float[] planes, int start, int count, int first, int outputs, float[][] sums, int to);
}
