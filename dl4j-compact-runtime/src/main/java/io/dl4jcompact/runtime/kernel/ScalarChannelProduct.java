package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import java.util.Arrays;

/** Depthwise float products by plain loops over the channels. */
final class ScalarChannelProduct implements FloatProduct {

  private final float[][] weights;
  private final int[] offsets;
  private final int outputs;

  ScalarChannelProduct(Weights weights, int first, int outputs, int[] offsets) {
    this.outputs = outputs;
    this.offsets = offsets;
    this.weights = new float[offsets.length][outputs];
    for (int j = 0; j < outputs; j++) {
      for (int tap = 0; tap < offsets.length; tap++) {
        this.weights[tap][j] = weights.get((first + j) * offsets.length + tap);
      }
    }
  }

  @Override
  public void multiply(
      float[] source, int base, int[] origins, int first, int count, float[][] sums, int to) {
    // Copied to the start of an array of its own, since only so the compiler vectorises the loop.
    float[] values = sums[sums.length - 1];
    for (int r = 0; r < count; r++) {
      float[] row = sums[to + r];
      Arrays.fill(row, 0, outputs, 0);
      for (int tap = 0; tap < offsets.length; tap++) {
        int from = base + origins[first + r] + offsets[tap];
        System.arraycopy(source, from, values, 0, outputs);
        addProducts(row, outputs, values, weights[tap]);
      }
      addZero(row, outputs);
    }
  }

  private static void addProducts(float[] sums, int lanes, float[] values, float[] weights) {
    for (int j = 0; j < lanes; j++) {
      sums[j] = Math.fma(values[j], weights[j], sums[j]);
    }
  }

  private static void addZero(float[] sums, int lanes) {
    for (int j = 0; j < lanes; j++) {
      sums[j] += 0;
    }
  }
}
