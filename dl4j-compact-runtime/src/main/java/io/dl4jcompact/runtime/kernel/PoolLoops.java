package io.dl4jcompact.runtime.kernel;

/** The loops of a family of kernels from which {@link FloatPool} is made. */
interface PoolLoops {

  /**
   * Writes sums of terms, from the first to the last: {@code target[to + i] = 0 + source[from + i]
   * + source[from + step + i] + ...}.
   *
   * @param terms number of terms, may be 0
   * @param target may be the source if the places do not overlap
   * @param count number of sums
   */
  void sum(float[] source, int from, int step, int terms, float[] target, int to, int count);

  /** As {@link #sum}, the greatest of the terms and of -{@link Float#MAX_VALUE}. */
  void greatest(float[] source, int from, int step, int terms, float[] target, int to, int count);

  /**
   * Divides each of as many sums as there are divisors by the product of its divisor and a factor.
   */
  void divide(float[] sums, int from, float[] divisors, float factor);
}
