package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import java.util.Arrays;

/**
 * Float weights in blocks of {@value #LANES} outputs; within a block, for each element of a row the
 * weights of all outputs follow each other. The last block has the outputs that are left.
 */
final class FloatBlocks {

  /** Outputs of a block. */
  static final int LANES = 64;

  private static final int UNROLLED = 8;

  private final float[] values;
  private final int length;
  private final int outputs;

  /**
   * @param length elements of a row
   */
  FloatBlocks(Weights weights, int outputs, int length) {
    this.outputs = outputs;
    this.length = length;
    values = new float[weights.count()];
    for (int n = 0; n < outputs; n++) {
      int block = n / LANES;
      int at = block * LANES * length + n % LANES;
      for (int k = 0; k < length; k++) {
        values[at + k * lanes(block)] = weights.get(n * length + k);
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
   * Sums of products of a row with the weights of a block's outputs.
   *
   * <p>The order is fixed: eight consecutive products are added from the first to the last, then to
   * the sum so far; the rest of a row, one by one.
   *
   * @param from where the row starts
   * @param to where the sums of the block's outputs go
   */
  void multiply(int block, float[] row, int from, float[] target, int to) {
    int lanes = lanes(block);
    int at = block * LANES * length;
    int k = from;
    int end = from + length;
    Arrays.fill(target, to, to + lanes, 0);
    for (; k + UNROLLED <= end; k += UNROLLED, at += UNROLLED * lanes) {
      addEight(
          target,
          to,
          lanes,
          values,
          at,
          row[k],
          row[k + 1],
          row[k + 2],
          row[k + 3],
          row[k + 4],
          row[k + 5],
          row[k + 6],
          row[k + 7]);
    }
    for (; k < end; k++, at += lanes) {
      addOne(target, to, lanes, values, at, row[k]);
    }
  }

  private static void addEight(
      float[] sums,
      int to,
      int lanes,
      float[] w,
      int at,
      float a,
      float b,
      float c,
      float d,
      float e,
      float f,
      float g,
      float h) {
    for (int j = 0; j < lanes; j++) {
      sums[to + j] +=
          a * w[at + j]
              + b * w[at + lanes + j]
              + c * w[at + 2 * lanes + j]
              + d * w[at + 3 * lanes + j]
              + e * w[at + 4 * lanes + j]
              + f * w[at + 5 * lanes + j]
              + g * w[at + 6 * lanes + j]
              + h * w[at + 7 * lanes + j];
    }
  }

  private static void addOne(float[] sums, int to, int lanes, float[] w, int at, float a) {
    for (int j = 0; j < lanes; j++) {
      sums[to + j] += a * w[at + j];
    }
  }
}
