package io.dl4jcompact.runtime.kernel;

/** A function of each float of some positions. */
@FunctionalInterface
public interface FloatMap {

  /**
   * Writes the function's results.
   *
   * @param from where the floats start; they do not overlap the results
   * @param to where the results start
   * @param count number of floats, those of whole positions
   */
  void run(float[] values, int from, int to, int count);
}
