package io.dl4jcompact.runtime.kernel;

/** Turns bits into the floats that they stand for: the inverse of {@link BitQuantizer}. */
@FunctionalInterface
public interface BitExpander {

  /**
   * Unpacks the bits of each position.
   *
   * @param from where the words of the first position start; the others follow
   * @param to where its floats go; the others follow
   * @param positions number of positions
   * @param channels bits of a position
   */
  void run(long[] words, int from, float[] values, int to, int positions, int channels);
}
