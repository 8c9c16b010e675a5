package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/**
 * Sparse products by plain loops over placements. What placements see is copied to the start of
 * arrays, since only so the compiler vectorises the loops.
 */
final class ScalarSparseProduct implements SparseProduct {

  private static final int LANES = ScratchSize.LANES;

  private final SparseBlocks blocks;

  ScalarSparseProduct(SparseBlocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public void multiply(
      float[] planes, int start, int count, int first, int outputs, float[][] sums, int to) {
    for (int n = 0; n < outputs; n++) {
      Arrays.fill(sums[to + n], 0, count, 0);
      Arrays.fill(sums[to + LANES + n], 0, count, 0);
    }
    for (int block = 0; block < blocks.count(); block++) {
      for (int n = 0; n < outputs; n++) {
        float[] chain = sums[to + LANES + n];
        int from = blocks.start(block, first + n);
        addProducts(planes, start, count, from, blocks.start(block, first + n + 1), chain, sums);
        if (blocks.isLast()[block]) {
          add(sums[to + n], chain, count);
        }
      }
    }
  }

  private void addProducts(
      float[] planes, int start, int count, int from, int end, float[] chain, float[][] sums) {
    int[] places = blocks.places();
    float[] values = blocks.values();
    int spare = sums.length - SPARE;
    float[] a = sums[spare];
    float[] b = sums[spare + 1];
    float[] c = sums[spare + 2];
    float[] d = sums[spare + SPARE - 1];
    int k = from;
    for (; k + SPARE <= end; k += SPARE) {
      System.arraycopy(planes, start + places[k], a, 0, count);
      System.arraycopy(planes, start + places[k + 1], b, 0, count);
      System.arraycopy(planes, start + places[k + 2], c, 0, count);
      System.arraycopy(planes, start + places[k + SPARE - 1], d, 0, count);
      addFour(chain, count, values, k, a, b, c, d);
    }
    for (; k < end; k++) {
      System.arraycopy(planes, start + places[k], a, 0, count);
      addOne(chain, count, values[k], a);
    }
  }

  private static void addFour(
      float[] sums, int count, float[] w, int k, float[] a, float[] b, float[] c, float[] d) {
    float v = w[k];
    float x = w[k + 1];
    float y = w[k + 2];
    float z = w[k + SPARE - 1];
    for (int j = 0; j < count; j++) {
      float sum = Math.fma(b[j], x, Math.fma(a[j], v, sums[j]));
      sums[j] = Math.fma(d[j], z, Math.fma(c[j], y, sum));
    }
  }

  private static void addOne(float[] sums, int count, float w, float[] a) {
    for (int j = 0; j < count; j++) {
      sums[j] = Math.fma(a[j], w, sums[j]);
    }
  }

  /** Adds chains, which then start anew. */
  private static void add(float[] sums, float[] chain, int count) {
    for (int j = 0; j < count; j++) {
      sums[j] += chain[j];
    }
    Arrays.fill(chain, 0, count, 0);
  }
}
