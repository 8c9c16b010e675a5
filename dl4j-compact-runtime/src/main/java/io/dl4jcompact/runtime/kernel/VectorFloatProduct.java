package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import java.util.Arrays;

/**
 * Float products by vectors of outputs. For each block of {@link VectorFloatTiles#LANES} outputs and
 * element of a row, the weights of the block's outputs follow each other; the last block is filled
 * up with zeros.
 */
final class VectorFloatProduct implements FloatProduct {

  private static final int LANES = VectorFloatTiles.LANES;

  /** Rows of a tile: with 512-bit vectors, the registers hold more. */
  private static final int ROWS = LANES == 2 * Byte.SIZE ? 6 : 8;

  /** With so few rows, most of a tile would be wasted. */
  private static final int FEW = 2;

  private final float[] weights;
  private final int[] offsets;
  private final int blocks;

  VectorFloatProduct(Weights weights, int first, int outputs, int[] offsets) {
    this.offsets = offsets;
    blocks = (outputs + LANES - 1) / LANES;
    int length = offsets.length;
    this.weights = new float[Math.multiplyExact(blocks * LANES, length)];
    for (int n = 0; n < outputs; n++) {
      int at = n / LANES * LANES * length + n % LANES;
      int row = (first + n) * length;
      for (int k = 0; k < length; k++, at += LANES) {
        this.weights[at] = weights.get(row + k);
      }
    }
  }

  @Override
  public void multiply(
      float[] source, int base, int[] origins, int first, int count, float[][] sums, int to) {
    for (int r = 0; r < count; r++) {
      Arrays.fill(sums[to + r], 0, blocks * LANES, 0);
    }
    for (int block = 0; block < blocks; block++) {
      for (int from = 0; from < offsets.length; from += CHUNK) {
        int end = Math.min(offsets.length, from + CHUNK);
        add(block, source, base, origins, first, count, from, end, sums, to - first);
      }
    }
  }

  private void add(
      int block,
      float[] source,
      int base,
      int[] origins,
      int first,
      int count,
      int from,
      int end,
      float[][] sums,
      int to) {
    int at = (block * offsets.length + from) * LANES;
    int column = block * LANES;
    int last = first + count - 1;
    for (int r = first; r <= last; r += count > FEW ? ROWS : 1) {
      if (count <= FEW) {
        VectorFloatTiles.one(
            source, base, origins, r, offsets, from, end, weights, at, sums, to, column);
      } else if (ROWS == 8) {
        VectorFloatTiles.eight(
            source, base, origins, r, last, offsets, from, end, weights, at, sums, to, column);
      } else {
        VectorFloatTiles.six(
            source, base, origins, r, last, offsets, from, end, weights, at, sums, to, column);
      }
    }
  }
}
