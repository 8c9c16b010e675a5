package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/** Loops of poolings (Σ |x|^p)^(1/p). */
record NormLoops(int p) {

  /** As {@link PoolLoops#sum}, of the terms' powers. */
  void sum(float[] source, int from, int step, int terms, float[] target, int to, int count) {
    Arrays.fill(target, to, to + count, 0);
    for (int term = 0; term < terms; term++) {
      for (int i = 0; i < count; i++) {
        target[to + i] += (float) Math.pow(Math.abs(source[from + term * step + i]), p);
      }
    }
  }

  /** Replaces each sum by its root. */
  void root(float[] sums, int from, int count) {
    for (int i = from; i < from + count; i++) {
      sums[i] = (float) Math.pow(sums[i], 1.0 / p);
    }
  }
}
