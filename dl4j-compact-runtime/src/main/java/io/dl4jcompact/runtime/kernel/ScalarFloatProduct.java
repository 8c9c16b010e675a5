package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import java.util.Arrays;

/**
 * Float products by plain loops over the outputs.
 *
 * <p>The weights of each element have an array of their own, because the compiler vectorises a loop
 * over several arrays only if all are indexed by the same expression.
 */
final class ScalarFloatProduct implements FloatProduct {

  /** Products in one statement; with more, the compiler of JDK 17 gives up vectorising. */
  private static final int UNROLLED = 4;

  private final float[][] weights;
  private final int[] offsets;
  private final FloatChunks chunks;
  private final int outputs;

  ScalarFloatProduct(Weights weights, int first, int outputs, int[] offsets) {
    this.outputs = outputs;
    this.offsets = offsets;
    chunks = FloatChunks.of(offsets);
    this.weights = new float[offsets.length][outputs];
    for (int j = 0; j < outputs; j++) {
      int row = (first + j) * offsets.length;
      for (int k = 0; k < offsets.length; k++) {
        this.weights[k][j] = weights.get(row + k);
      }
    }
  }

  @Override
  public void multiply(
      float[] source, int base, int[] origins, int first, int count, float[][] sums, int to) {
    float[] chain = sums[sums.length - 1];
    for (int r = 0; r < count; r++) {
      Arrays.fill(sums[to + r], 0, outputs, 0);
    }
    for (int c = 0; c < chunks.count(); c++) {
      int from = chunks.start(c);
      int end = chunks.start(c + 1);
      for (int r = 0; r < count; r++) {
        Arrays.fill(chain, 0, outputs, 0);
        addProducts(source, base + origins[first + r], from, end, chain);
        add(sums[to + r], chain, outputs);
      }
    }
  }

  private void addProducts(float[] source, int row, int from, int end, float[] chain) {
    int k = from;
    for (; k + UNROLLED <= end; k += UNROLLED) {
      addFour(
          chain,
          outputs,
          source[row + offsets[k]],
          weights[k],
          source[row + offsets[k + 1]],
          weights[k + 1],
          source[row + offsets[k + 2]],
          weights[k + 2],
          source[row + offsets[k + 3]],
          weights[k + 3]);
    }
    for (; k < end; k++) {
      addOne(chain, outputs, source[row + offsets[k]], weights[k]);
    }
  }

  private static void addFour(
      float[] sums,
      int lanes,
      float a,
      float[] v,
      float b,
      float[] w,
      float c,
      float[] x,
      float d,
      float[] y) {
    for (int j = 0; j < lanes; j++) {
      float sum = Math.fma(b, w[j], Math.fma(a, v[j], sums[j]));
      sums[j] = Math.fma(d, y[j], Math.fma(c, x[j], sum));
    }
  }

  private static void addOne(float[] sums, int lanes, float a, float[] v) {
    for (int j = 0; j < lanes; j++) {
      sums[j] = Math.fma(a, v[j], sums[j]);
    }
  }

  private static void add(float[] sums, float[] chain, int lanes) {
    for (int j = 0; j < lanes; j++) {
      sums[j] += chain[j];
    }
  }
}
