package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;

/** Products of rows whose elements follow each other, and which follow each other. */
final class DenseProducts {

  private static final int LANES = ScratchSize.LANES;

  private DenseProducts() {}

  /**
   * A product for each block of outputs.
   *
   * @param length elements of a row
   */
  static FloatProduct[] blocks(Weights weights, int outputs, int length, FloatLoops loops) {
    int[] offsets = starts(length, 1);
    FloatProduct[] products = new FloatProduct[(outputs + LANES - 1) / LANES];
    for (int block = 0; block < products.length; block++) {
      int first = block * LANES;
      int count = Math.min(LANES, outputs - first);
      products[block] = loops.product(weights, first, count, offsets);
    }
    return products;
  }

  /** Where rows of such a length start. */
  static int[] starts(int rows, int length) {
    int[] starts = new int[rows];
    for (int row = 0; row < rows; row++) {
      starts[row] = row * length;
    }
    return starts;
  }
}
