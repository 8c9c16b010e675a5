package io.dl4jcompact.runtime.kernel;

/**
 * What becomes of the products M of a tile: the sums Aᵀ M A of its two by two placements, which are
 *
 * <pre> m0 + m1 + m2,  m1 - m2 - m3 </pre>
 *
 * first of the rows of M, then of the columns of what that gives. No sum is -0 if no product is.
 */
final class WinogradOutput {

  private static final int SIDE = WinogradWeights.SIDE;

  private WinogradOutput() {}

  /**
   * Computes the sums of two neighbouring placements.
   *
   * @param upper whether they are the tile's first row, else its second
   * @param rows arrays of a product a lane
   * @param first the array of the tile's first element; the others follow it, {@code step} apart
   * @param spare the first of four arrays to spare
   * @param left takes the sums of the first placement
   * @param right takes the sums of the second placement
   */
  static void run(
      boolean upper,
      float[][] rows,
      int first,
      int step,
      int lanes,
      int spare,
      float[] left,
      float[] right) {
    for (int column = 0; column < SIDE; column++) {
      int top = first + column * step;
      combine(
          upper,
          rows[top],
          rows[top + SIDE * step],
          rows[top + 2 * SIDE * step],
          rows[top + 3 * SIDE * step],
          lanes,
          rows[spare + column]);
    }
    float[] a = rows[spare];
    float[] b = rows[spare + 1];
    float[] c = rows[spare + 2];
    float[] d = rows[spare + 3];
    combine(true, a, b, c, d, lanes, left);
    combine(false, a, b, c, d, lanes, right);
  }

  private static void combine(
      boolean upper, float[] a, float[] b, float[] c, float[] d, int lanes, float[] target) {
    if (upper) {
      for (int i = 0; i < lanes; i++) {
        target[i] = a[i] + b[i] + c[i];
      }
    } else {
      for (int i = 0; i < lanes; i++) {
        target[i] = b[i] - c[i] - d[i];
      }
    }
  }
}
