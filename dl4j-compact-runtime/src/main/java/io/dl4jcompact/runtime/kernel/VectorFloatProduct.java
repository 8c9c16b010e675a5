package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;

/**
 * Float products by vectors of outputs. For each block of {@link VectorFloatTiles#LANES} outputs
 * and element of a row, the weights of the block's outputs follow each other; the last block is
 * filled up with zeros.
 */
final class VectorFloatProduct implements FloatProduct {

  private static final int LANES = VectorFloatTiles.LANES;

  private static final int SIX = 6;
  private static final int EIGHT = 8;

  /** Rows of a tile: with 512-bit vectors, the registers hold more. */
  private static final int ROWS = LANES == 2 * Byte.SIZE ? SIX : EIGHT;

  /** Rows whose sums are in the first array to spare. */
  private static final int LOW_ROWS = ROWS == EIGHT ? EIGHT / 2 : ROWS;

  /** With so few rows, most of a tile would be wasted. */
  private static final int FEW = 2;

  private final float[] weights;
  private final int[] offsets;
  private final int outputs;
  private final int blocks;
  private final FloatChunks chunks;

  VectorFloatProduct(Weights weights, int first, int outputs, int[] offsets) {
    this.offsets = offsets;
    this.outputs = outputs;
    chunks = FloatChunks.of(offsets);
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
    int rows = count > FEW ? ROWS : 1;
    int last = first + count - 1;
    for (int block = 0; block < blocks; block++) {
      for (int c = 0; c < chunks.count(); c++) {
        int from = chunks.start(c);
        int end = chunks.start(c + 1);
        for (int r = first; r <= last; r += rows) {
          tile(block, source, base, origins, r, last, rows, from, end, sums);
          int found = Math.min(rows, last - r + 1);
          add(sums, found, to + r - first, block * LANES, from == 0);
        }
      }
    }
  }

  /** Leaves the sums of some rows in the arrays to spare. */
  private void tile(
      int block,
      float[] x,
      int base,
      int[] origins,
      int row,
      int last,
      int rows,
      int from,
      int end,
      float[][] sums) {
    float[] low = sums[sums.length - 2];
    float[] high = sums[sums.length - 1];
    int at = (block * offsets.length + from) * LANES;
    int dense = base + offsets[from] - from;
    if (rows == 1) {
      VectorFloatTiles.one(x, base + origins[row], offsets, from, end, weights, at, low);
    } else if (rows == SIX && chunks.areDense()) {
      VectorDenseTiles.six(x, dense, origins, row, last, from, end, weights, at, low);
    } else if (rows == SIX) {
      VectorFloatTiles.six(x, base, origins, row, last, offsets, from, end, weights, at, low);
    } else if (!chunks.areDense()) {
      VectorFloatTiles.eight(
          x, base, origins, row, last, offsets, from, end, weights, at, low, high);
    } else if (outputs - block * LANES <= LANES / 2) {
      VectorDenseTiles.halves(x, dense, origins, row, last, from, end, weights, at, low, high);
    } else {
      VectorDenseTiles.eight(x, dense, origins, row, last, from, end, weights, at, low, high);
    }
  }

  private static void add(float[][] sums, int rows, int to, int column, boolean fresh) {
    for (int r = 0; r < rows; r++) {
      float[] chain = sums[sums.length - 2 + r / LOW_ROWS];
      VectorFloatTiles.add(chain, r % LOW_ROWS * LANES, sums[to + r], column, fresh);
    }
  }
}
