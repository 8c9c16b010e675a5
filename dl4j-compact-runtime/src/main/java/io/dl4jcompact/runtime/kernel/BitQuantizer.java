package io.dl4jcompact.runtime.kernel;

/** Turns floats into bits: the lower or the upper value of a one-bit quantiser. */
public interface BitQuantizer {

  /**
   * Packs the bits of each position into whole words.
   *
   * @param from where the floats of the first position start; the others follow
   * @param to where its words go; the others follow
   * @param positions number of positions
   * @param channels bits of a position
   */
  void run(float[] values, int from, long[] words, int to, int positions, int channels);
}
