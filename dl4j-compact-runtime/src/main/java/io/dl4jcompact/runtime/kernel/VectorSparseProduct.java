package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/** Sparse products by vectors of placements. */
final class VectorSparseProduct implements SparseProduct {

  private static final int LANES = ScratchSize.LANES;
  private static final int WIDTH = VectorKernels.FLOATS.length();
  private static final int EIGHT = 8 * WIDTH;

  private final SparseBlocks blocks;

  VectorSparseProduct(SparseBlocks blocks) {
    this.blocks = blocks;
  }

  @Override
  public void multiply(
      float[] planes, int start, int count, int first, int outputs, float[][] sums, int to) {
    for (int n = 0; n < outputs; n++) {
      Arrays.fill(sums[to + n], 0);
      Arrays.fill(sums[to + LANES + n], 0);
    }
    for (int block = 0; block < blocks.count(); block++) {
      for (int n = 0; n < outputs; n++) {
        float[] chain = sums[to + LANES + n];
        int from = blocks.start(block, first + n);
        addProducts(planes, start, count, from, blocks.start(block, first + n + 1), chain);
        if (blocks.isLast()[block]) {
          VectorSparseTiles.add(chain, LANES, sums[to + n]);
          Arrays.fill(chain, 0);
        }
      }
    }
  }

  private void addProducts(float[] planes, int start, int count, int from, int end, float[] chain) {
    int[] places = blocks.places();
    float[] values = blocks.values();
    for (int done = 0; done < count; done += EIGHT) {
      int at = start + done;
      int vectors = (count - done + WIDTH - 1) / WIDTH;
      if (vectors > 6) {
        VectorSparseTiles.eight(planes, at, places, values, from, end, chain, done);
      } else if (vectors > 4) {
        VectorSparseTiles.six(planes, at, places, values, from, end, chain, done);
      } else if (vectors > 2) {
        VectorSparseTiles.four(planes, at, places, values, from, end, chain, done);
      } else if (vectors > 1) {
        VectorSparseTiles.two(planes, at, places, values, from, end, chain, done);
      } else {
        VectorSparseTiles.one(planes, at, places, values, from, end, chain, done);
      }
    }
  }
}
