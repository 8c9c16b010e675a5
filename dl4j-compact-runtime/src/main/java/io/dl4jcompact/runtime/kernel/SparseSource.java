package io.dl4jcompact.runtime.kernel;

/** Where kernels of connected weights find the elements of samples, as floats. */
interface SparseSource {

  /** Floats that a sample needs, if its elements are not in the arena. */
  int size();

  /** Rows of counts that the sums of so many placements need. */
  int counts(int placements);

  /** The array that the elements are in. */
  float[] floats(Memory memory);

  /**
   * Makes a sample's elements floats, or leaves them where they are.
   *
   * @param to where there is room for {@link #size()} of the working space's floats
   * @return where the first element is
   */
  int load(Memory memory, Slot input, int sample, int to);
}
