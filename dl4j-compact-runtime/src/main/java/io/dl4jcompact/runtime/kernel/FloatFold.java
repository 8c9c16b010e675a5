package io.dl4jcompact.runtime.kernel;

/** A function of two floats, one after the other taken into a result. */
@FunctionalInterface
public interface FloatFold {

  /**
   * Replaces each result by the function of it and another float.
   *
   * @param from where the other floats start; they do not overlap the results
   * @param to where the results start
   * @param count number of results
   */
  void run(float[] values, int from, int to, int count);
}
