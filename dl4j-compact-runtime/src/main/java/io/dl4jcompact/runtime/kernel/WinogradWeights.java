package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * Weights of 3x3 windows as Winograd's minimal filtering wants them: U = G g Gᵀ for each output and
 * channel, computed in double precision and rounded once, where
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

  private static final int KERNEL = 3;

  /** Rows, and columns, of what the inputs and weights of a tile become. */
  static final int SIDE = 4;

  private WinogradWeights() {}

  /**
   * One element of U for all outputs and channels: as the weights of a dense layer.
   *
   * @param element row · {@value #SIDE} + column
   */
  static Weights of(Weights weights, int outputs, int channels, int element) {
    float[] transformed = new float[outputs * channels];
    double[] column = new double[KERNEL];
    for (int n = 0; n < outputs; n++) {
      for (int c = 0; c < channels; c++) {
        int first = n * KERNEL * KERNEL * channels + c;
        for (int j = 0; j < KERNEL; j++) {
          int at = first + j * channels;
          int row = KERNEL * channels;
          column[j] =
              combined(
                  element / SIDE,
                  weights.get(at),
                  weights.get(at + row),
                  weights.get(at + 2 * row));
        }
        transformed[n * channels + c] =
            (float) combined(element % SIDE, column[0], column[1], column[2]);
      }
    }
    return new Weights.Real(Floats.of(transformed));
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
