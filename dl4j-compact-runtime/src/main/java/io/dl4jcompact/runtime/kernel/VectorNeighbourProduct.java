package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;

/**
 * Float products of elements in {@link NeighbourOrder} by vectors of outputs: for each block of a
 * vector and each element, the weights of the block's outputs follow each other; the last block is
 * filled up with zeros.
 */
final class VectorNeighbourProduct implements FloatProduct {

  private static final int ROWS = VectorNeighbourTiles.ROWS;

  private final float[] weights;
  private final int blockSize;

  /** Outputs of a block. */
  private final int lanes;

  private final boolean half;

  /** Where the elements of a window's first column are. */
  private final int[] offsets;

  /** From one column, and placement, to the next. */
  private final int step;

  /** Placements of a line. */
  private final int width;

  VectorNeighbourProduct(Weights weights, int outputs, int[] elements, int width) {
    this.width = width;
    step = elements[1] - elements[0];
    offsets = new int[elements.length / NeighbourOrder.COLUMNS];
    for (int k = 0; k < offsets.length; k++) {
      offsets[k] = elements[k * NeighbourOrder.COLUMNS];
    }
    half = outputs <= VectorHalfNeighbourTiles.WIDTH;
    lanes = half ? VectorHalfNeighbourTiles.WIDTH : VectorNeighbourTiles.WIDTH;
    blockSize = elements.length * lanes;
    this.weights = new float[(outputs + lanes - 1) / lanes * blockSize];
    for (int n = 0; n < outputs; n++) {
      int at = n / lanes * blockSize + n % lanes;
      for (int k = 0; k < elements.length; k++, at += lanes) {
        this.weights[at] = weights.get(n * elements.length + k);
      }
    }
  }

  @Override
  public void multiply(
      float[] source, int base, int[] origins, int first, int count, float[][] sums, int to) {
    float[] found = sums[sums.length - 1];
    int end = first + count;
    for (int r = first; r < end; ) {
      int place = r % width;
      int rows = Math.min(Math.min(ROWS, width - place), end - r);
      // A tile that would leave the line begins with placements that are there already.
      int skipped = Math.max(0, place + ROWS - width);
      int start = base + origins[r - skipped];
      for (int at = 0; at < weights.length; at += blockSize) {
        int column = at / blockSize * lanes;
        if (half) {
          VectorHalfNeighbourTiles.eight(source, start, step, offsets, weights, at, found);
        } else {
          VectorNeighbourTiles.eight(source, start, step, offsets, weights, at, found);
        }
        for (int i = 0; i < rows; i++) {
          place(found, (skipped + i) * lanes, sums[to + r - first + i], column);
        }
      }
      r += rows;
    }
  }

  private void place(float[] found, int from, float[] sums, int to) {
    if (half) {
      VectorHalfNeighbourTiles.place(found, from, sums, to);
    } else {
      VectorNeighbourTiles.place(found, from, sums, to);
    }
  }
}
