package io.dl4jcompact.runtime.kernel;

import java.util.function.IntUnaryOperator;

/**
 * Connected weights in blocks of input channels, so few that what placements see of them stays in a
 * cache while the weights of many outputs meet it. No block is of two segments.
 *
 * @param outputs number of outputs
 * @param starts for each block, for each output: where its weights start; and the end
 * @param places where what each weight meets is, for the first placement
 * @param values the weights
 * @param isLast for each block, whether it is the last of its segment
 */
record SparseBlocks(int outputs, int[] starts, int[] places, float[] values, boolean[] isLast) {

  /**
   * @param channels of the input
   * @param blockChannels the most channels of a block, at least 1
   * @param place where an element is, for the first placement
   */
  static SparseBlocks of(SparseRows rows, int channels, int blockChannels, IntUnaryOperator place) {
    int segment = rows.segmentChannels();
    int ofSegment = (segment + blockChannels - 1) / blockChannels;
    int whole = channels / segment * ofSegment;
    int blocks = whole + (channels % segment + blockChannels - 1) / blockChannels;
    int[] starts = new int[Math.addExact(Math.multiplyExact(blocks, rows.outputs()), 1)];
    int[] places = new int[rows.values().length];
    float[] values = new float[places.length];
    boolean[] isLast = new boolean[blocks];
    int[] next = rows.starts().clone();
    int to = 0;
    for (int block = 0; block < blocks; block++) {
      int inSegment = (block % ofSegment + 1) * blockChannels;
      long end = (long) block / ofSegment * segment + Math.min(segment, inSegment);
      isLast[block] = block % ofSegment == ofSegment - 1 || block == blocks - 1;
      for (int n = 0; n < rows.outputs(); n++) {
        int last = rows.end(n, next[n], end * rows.taps());
        for (; next[n] < last; next[n]++) {
          places[to] = place.applyAsInt(rows.elements()[next[n]]);
          values[to++] = rows.values()[next[n]];
        }
        starts[block * rows.outputs() + n + 1] = to;
      }
    }
    return new SparseBlocks(rows.outputs(), starts, places, values, isLast);
  }

  /** Number of blocks. */
  int count() {
    return isLast.length;
  }

  /** Where an output's weights of a block start; those of the next output start at their end. */
  int start(int block, int output) {
    return starts[block * outputs + output];
  }
}
