package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import java.util.Arrays;

/**
 * Float weights in blocks of {@value #LANES} outputs: for each block and element of a row, the
 * weights of the block's outputs. The last block has the outputs that are left.
 *
 * <p>Each element has an array of its own, because the compiler vectorises a loop over several
 * arrays only if all are indexed by the same expression.
 */
final class FloatBlocks {

  /** Outputs of a block. */
  static final int LANES = ScratchSize.LANES;

  /** Products in one statement; with more, the compiler gives up vectorising. */
  private static final int UNROLLED = 4;

  /** Elements whose weights fit the first-level cache; a multiple of those in a statement. */
  private static final int CHUNK = 64;

  private final float[][] values;
  private final int length;
  private final int outputs;

  /**
   * @param firstOutput the first output whose weights it takes
   * @param outputs number of outputs
   * @param length elements of a row
   */
  FloatBlocks(Weights weights, int firstOutput, int outputs, int length) {
    this.outputs = outputs;
    this.length = length;
    values = new float[blocks() * length][];
    for (int block = 0; block < blocks(); block++) {
      for (int k = 0; k < length; k++) {
        float[] lanes = new float[lanes(block)];
        for (int j = 0; j < lanes.length; j++) {
          lanes[j] = weights.get((firstOutput + block * LANES + j) * length + k);
        }
        values[block * length + k] = lanes;
      }
    }
  }

  /** Number of blocks. */
  int blocks() {
    return (outputs + LANES - 1) / LANES;
  }

  /** Number of outputs in a block. */
  int lanes(int block) {
    return Math.min(LANES, outputs - block * LANES);
  }

  /**
   * Sums of products of some rows with the weights of a block's outputs.
   *
   * <p>The order is fixed: four consecutive products are added from the first to the last, then to
   * the sum so far; what is left of a row, one by one.
   *
   * @param from where the first row starts; the others follow
   * @param count number of rows
   * @param sums takes the sums of the block's outputs, one array a row
   */
  void multiply(int block, float[] rows, int from, int count, float[][] sums) {
    for (int r = 0; r < count; r++) {
      Arrays.fill(sums[r], 0, lanes(block), 0);
    }
    for (int first = 0; first < length; first += CHUNK) {
      int end = Math.min(length, first + CHUNK);
      for (int r = 0; r < count; r++) {
        add(block, rows, from + r * length, first, end, sums[r]);
      }
    }
  }

  private void add(int block, float[] rows, int row, int first, int end, float[] sums) {
    int lanes = lanes(block);
    int at = block * length;
    int k = first;
    for (; k + UNROLLED <= end; k += UNROLLED) {
      addFour(
          sums,
          lanes,
          rows[row + k],
          values[at + k],
          rows[row + k + 1],
          values[at + k + 1],
          rows[row + k + 2],
          values[at + k + 2],
          rows[row + k + 3],
          values[at + k + 3]);
    }
    for (; k < end; k++) {
      addOne(sums, lanes, rows[row + k], values[at + k]);
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
      sums[j] += a * v[j] + b * w[j] + c * x[j] + d * y[j];
    }
  }

  private static void addOne(float[] sums, int lanes, float a, float[] v) {
    for (int j = 0; j < lanes; j++) {
      sums[j] += a * v[j];
    }
  }
}
