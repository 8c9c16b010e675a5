package io.dl4jcompact.runtime.kernel;

/** {@link Kernels#sum} by plain loops. */
final class ScalarSum {

  /** Values that are added up at a time. */
  private static final int FEW = 8;

  private ScalarSum() {}

  /** Four sums that do not wait for each other. */
  static float of(float[] values, int start, int end) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = start;
    for (; i <= end - FEW; i += FEW) {
      a += values[i] + values[i + 1];
      b += values[i + 2] + values[i + 3];
      c += values[i + 4] + values[i + 5];
      d += values[i + 6] + values[i + 7];
    }
    for (; i < end; i++) {
      a += values[i];
    }
    return a + b + (c + d);
  }
}
