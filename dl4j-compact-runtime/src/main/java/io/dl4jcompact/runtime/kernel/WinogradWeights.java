package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * Weights as Winograd's minimal filtering wants them: U = G g Gᵀ for each output, block of 3x3 taps
 * and channel, computed in double precision and rounded once. Taps that a block lacks are zeros.
 *
 * <pre>
 *     | 1    0   0 |
 * G = | ½    ½   ½ |
 *     | ½   -½   ½ |
 *     | 0    0   1 |
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin and Gray 2016, section 4.1</a>
 */
final class WinogradWeights {

  /** Rows, and columns, of what the inputs and weights of a tile become. */
  static final int SIDE = 4;

  private final Weights weights;
  private final int outputs;
  private final int channels;
  private final WinogradBlocks rows;
  private final WinogradBlocks columns;

  WinogradWeights(
      Weights weights, int outputs, int channels, WinogradBlocks rows, WinogradBlocks columns) {
    this.weights = weights;
    this.outputs = outputs;
    this.channels = channels;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * One element of U for all outputs, some blocks and all channels: as the weights of a dense layer
   * whose inputs are the channels of one block after the other.
   *
   * @param element row · {@value #SIDE} + column
   * @param blocks the blocks in their order, each as row · number of columns + column
   */
  Weights of(int element, int[] blocks) {
    float[] transformed = new float[Math.multiplyExact(outputs, blocks.length * channels)];
    int to = 0;
    for (int n = 0; n < outputs; n++) {
      for (int block : blocks) {
        for (int c = 0; c < channels; c++) {
          transformed[to++] = (float) element(element, n, block, c);
        }
      }
    }
    return new Weights.Real(Floats.of(transformed));
  }

  private double element(int element, int n, int block, int c) {
    int row = element / SIDE;
    int left = columns.start(block % columns.count());
    int missing = left + WinogradBlocks.MOST - columns.end(block % columns.count());
    return combined(
        element % SIDE,
        column(row, n, block, left, c),
        missing > 1 ? 0 : column(row, n, block, left + 1, c),
        missing > 0 ? 0 : column(row, n, block, left + 2, c));
  }

  /** A row of G times a column of a block. */
  private double column(int row, int n, int block, int column, int c) {
    int top = rows.start(block / columns.count());
    int missing = top + WinogradBlocks.MOST - rows.end(block / columns.count());
    int step = columns.taps() * channels;
    int at = ((n * rows.taps() + top) * columns.taps() + column) * channels + c;
    return combined(
        row,
        weights.get(at),
        missing > 1 ? 0 : weights.get(at + step),
        missing > 0 ? 0 : weights.get(at + 2 * step));
  }

  /** A row of G times three numbers. */
  private static double combined(int row, double a, double b, double c) {
    return switch (row) {
      case 0 -> a;
      case 1 -> (a + b + c) / 2;
      case 2 -> (a - b + c) / 2;
      default -> c;
    };
  }
}
