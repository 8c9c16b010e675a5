package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/** Poolings of floats by plain loops. */
final class ScalarPoolLoops implements PoolLoops {

  @Override
  public void sum(
      float[] source, int from, int step, int terms, float[] target, int to, int count) {
    Arrays.fill(target, to, to + count, 0);
    for (int term = 0; term < terms; term++) {
      add(source, from + term * step, target, to, count);
    }
  }

  @Override
  public void greatest(
      float[] source, int from, int step, int terms, float[] target, int to, int count) {
    Arrays.fill(target, to, to + count, -Float.MAX_VALUE);
    for (int term = 0; term < terms; term++) {
      raise(source, from + term * step, target, to, count);
    }
  }

  @Override
  public void divide(float[] sums, int from, float[] divisors, float factor) {
    for (int i = 0; i < divisors.length; i++) {
      sums[from + i] /= divisors[i] * factor;
    }
  }

  private static void add(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] += source[from + i];
    }
  }

  private static void raise(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] = Math.max(target[to + i], source[from + i]);
    }
  }
}
