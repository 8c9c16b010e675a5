package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of eight neighbouring placements of a window of three columns with one vector of
 * outputs. Placements share what they see: each element is taken once for up to three of them,
 * since taking one by itself for all lanes costs more than a product.
 */
final class VectorNeighbourTiles {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;

  /** Outputs of a block. */
  static final int WIDTH = FLOATS.length();

  /** Placements of a tile. */
  static final int ROWS = 8;

  private VectorNeighbourTiles() {}

  /**
   * Sums the products of eight placements.
   *
   * @param first where the first placement starts in x
   * @param step from one placement to the next
   * @param offsets where the elements of the window's first column are, from its start on
   * @param w for each of these the weights of its element in each column
   * @param at where they start
   * @param sums takes the sums of the placements, a vector each, which may be -0
   */
  static void eight(
      float[] x, int first, int step, int[] offsets, float[] w, int at, float[] sums) {
    FloatVector zero = FLOAT.broadcast(0f);
    FloatVector a = zero;
    FloatVector b = zero;
    FloatVector c = zero;
    FloatVector d = zero;
    FloatVector e = zero;
    FloatVector f = zero;
    FloatVector g = zero;
    FloatVector h = zero;
    int j = at;
    for (int k = 0; k < offsets.length; k++, j += NeighbourOrder.COLUMNS * WIDTH) {
      int i = first + offsets[k];
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector w2 = FloatVector.fromArray(FLOATS, w, j + 2 * WIDTH);
      FloatVector v = FLOAT.broadcast(x[i]);
      a = v.lanewise(FMA, w0, a);
      v = FLOAT.broadcast(x[i + step]);
      a = v.lanewise(FMA, w1, a);
      b = v.lanewise(FMA, w0, b);
      v = FLOAT.broadcast(x[i + 2 * step]);
      a = v.lanewise(FMA, w2, a);
      b = v.lanewise(FMA, w1, b);
      c = v.lanewise(FMA, w0, c);
      v = FLOAT.broadcast(x[i + 3 * step]);
      b = v.lanewise(FMA, w2, b);
      c = v.lanewise(FMA, w1, c);
      d = v.lanewise(FMA, w0, d);
      v = FLOAT.broadcast(x[i + 4 * step]);
      c = v.lanewise(FMA, w2, c);
      d = v.lanewise(FMA, w1, d);
      e = v.lanewise(FMA, w0, e);
      v = FLOAT.broadcast(x[i + 5 * step]);
      d = v.lanewise(FMA, w2, d);
      e = v.lanewise(FMA, w1, e);
      f = v.lanewise(FMA, w0, f);
      v = FLOAT.broadcast(x[i + 6 * step]);
      e = v.lanewise(FMA, w2, e);
      f = v.lanewise(FMA, w1, f);
      g = v.lanewise(FMA, w0, g);
      v = FLOAT.broadcast(x[i + 7 * step]);
      f = v.lanewise(FMA, w2, f);
      g = v.lanewise(FMA, w1, g);
      h = v.lanewise(FMA, w0, h);
      v = FLOAT.broadcast(x[i + 8 * step]);
      g = v.lanewise(FMA, w2, g);
      h = v.lanewise(FMA, w1, h);
      v = FLOAT.broadcast(x[i + 9 * step]);
      h = v.lanewise(FMA, w2, h);
    }
    a.intoArray(sums, 0);
    b.intoArray(sums, WIDTH);
    c.intoArray(sums, 2 * WIDTH);
    d.intoArray(sums, 3 * WIDTH);
    e.intoArray(sums, 4 * WIDTH);
    f.intoArray(sums, 5 * WIDTH);
    g.intoArray(sums, 6 * WIDTH);
    h.intoArray(sums, 7 * WIDTH);
  }

  /**
   * Puts a placement's sums where they belong, 0 for -0. By itself, since with these additions the
   * products' method would be too large: see {@link VectorKernels}.
   */
  static void place(float[] found, int from, float[] sums, int to) {
    FloatVector sum = FloatVector.fromArray(FLOATS, found, from);
    FLOAT.broadcast(0f).add(sum).intoArray(sums, to);
  }
}
