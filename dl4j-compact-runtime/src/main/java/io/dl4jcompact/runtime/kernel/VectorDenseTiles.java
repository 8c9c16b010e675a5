package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As {@link VectorFloatTiles}, for elements that follow each other: of those, the compiler checks a
 * whole loop's indices at once, which makes it faster.
 */
final class VectorDenseTiles {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();
  private static final int LANES = VectorFloatTiles.LANES;

  private VectorDenseTiles() {}

  /**
   * Sums the products of six rows, for some of their elements.
   *
   * @param base what origins are added to, and elements' numbers
   * @param origins where rows start in x, from row 0 on
   * @param row the first row
   * @param last the last row that there is, which stands for those beyond it
   * @param from the first element
   * @param end one past the last element
   * @param at where the weights of the first element are
   * @param low takes the sums of the rows, {@link VectorFloatTiles#LANES} each
   */
  static void six(
      float[] x,
      int base,
      int[] origins,
      int row,
      int last,
      int from,
      int end,
      float[] w,
      int at,
      float[] low) {
    int a = base + origins[row];
    int b = base + origins[Math.min(row + 1, last)];
    int c = base + origins[Math.min(row + 2, last)];
    int d = base + origins[Math.min(row + 3, last)];
    int e = base + origins[Math.min(row + 4, last)];
    int f = base + origins[Math.min(row + 5, last)];
    FloatVector zero = FLOAT.broadcast(0f);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    FloatVector e0 = zero;
    FloatVector e1 = zero;
    FloatVector f0 = zero;
    FloatVector f1 = zero;
    int j = at;
    for (int k = from; k < end; k++, j += LANES) {
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector v = FLOAT.broadcast(x[a + k]);
      a0 = v.lanewise(FMA, w0, a0);
      a1 = v.lanewise(FMA, w1, a1);
      v = FLOAT.broadcast(x[b + k]);
      b0 = v.lanewise(FMA, w0, b0);
      b1 = v.lanewise(FMA, w1, b1);
      v = FLOAT.broadcast(x[c + k]);
      c0 = v.lanewise(FMA, w0, c0);
      c1 = v.lanewise(FMA, w1, c1);
      v = FLOAT.broadcast(x[d + k]);
      d0 = v.lanewise(FMA, w0, d0);
      d1 = v.lanewise(FMA, w1, d1);
      v = FLOAT.broadcast(x[e + k]);
      e0 = v.lanewise(FMA, w0, e0);
      e1 = v.lanewise(FMA, w1, e1);
      v = FLOAT.broadcast(x[f + k]);
      f0 = v.lanewise(FMA, w0, f0);
      f1 = v.lanewise(FMA, w1, f1);
    }
    a0.intoArray(low, 0);
    a1.intoArray(low, WIDTH);
    b0.intoArray(low, 1 * LANES);
    b1.intoArray(low, 1 * LANES + WIDTH);
    c0.intoArray(low, 2 * LANES);
    c1.intoArray(low, 2 * LANES + WIDTH);
    d0.intoArray(low, 3 * LANES);
    d1.intoArray(low, 3 * LANES + WIDTH);
    e0.intoArray(low, 4 * LANES);
    e1.intoArray(low, 4 * LANES + WIDTH);
    f0.intoArray(low, 5 * LANES);
    f1.intoArray(low, 5 * LANES + WIDTH);
  }

  /**
   * As {@link #six}, for eight rows.
   *
   * @param low takes the sums of the first four rows
   * @param high takes the sums of the other rows
   */
  static void eight(
      float[] x,
      int base,
      int[] origins,
      int row,
      int last,
      int from,
      int end,
      float[] w,
      int at,
      float[] low,
      float[] high) {
    int a = base + origins[row];
    int b = base + origins[Math.min(row + 1, last)];
    int c = base + origins[Math.min(row + 2, last)];
    int d = base + origins[Math.min(row + 3, last)];
    int e = base + origins[Math.min(row + 4, last)];
    int f = base + origins[Math.min(row + 5, last)];
    int g = base + origins[Math.min(row + 6, last)];
    int h = base + origins[Math.min(row + 7, last)];
    FloatVector zero = FLOAT.broadcast(0f);
    FloatVector a0 = zero;
    FloatVector a1 = zero;
    FloatVector b0 = zero;
    FloatVector b1 = zero;
    FloatVector c0 = zero;
    FloatVector c1 = zero;
    FloatVector d0 = zero;
    FloatVector d1 = zero;
    FloatVector e0 = zero;
    FloatVector e1 = zero;
    FloatVector f0 = zero;
    FloatVector f1 = zero;
    FloatVector g0 = zero;
    FloatVector g1 = zero;
    FloatVector h0 = zero;
    FloatVector h1 = zero;
    int j = at;
    for (int k = from; k < end; k++, j += LANES) {
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector v = FLOAT.broadcast(x[a + k]);
      a0 = v.lanewise(FMA, w0, a0);
      a1 = v.lanewise(FMA, w1, a1);
      v = FLOAT.broadcast(x[b + k]);
      b0 = v.lanewise(FMA, w0, b0);
      b1 = v.lanewise(FMA, w1, b1);
      v = FLOAT.broadcast(x[c + k]);
      c0 = v.lanewise(FMA, w0, c0);
      c1 = v.lanewise(FMA, w1, c1);
      v = FLOAT.broadcast(x[d + k]);
      d0 = v.lanewise(FMA, w0, d0);
      d1 = v.lanewise(FMA, w1, d1);
      v = FLOAT.broadcast(x[e + k]);
      e0 = v.lanewise(FMA, w0, e0);
      e1 = v.lanewise(FMA, w1, e1);
      v = FLOAT.broadcast(x[f + k]);
      f0 = v.lanewise(FMA, w0, f0);
      f1 = v.lanewise(FMA, w1, f1);
      v = FLOAT.broadcast(x[g + k]);
      g0 = v.lanewise(FMA, w0, g0);
      g1 = v.lanewise(FMA, w1, g1);
      v = FLOAT.broadcast(x[h + k]);
      h0 = v.lanewise(FMA, w0, h0);
      h1 = v.lanewise(FMA, w1, h1);
    }
    a0.intoArray(low, 0);
    a1.intoArray(low, WIDTH);
    b0.intoArray(low, 1 * LANES);
    b1.intoArray(low, 1 * LANES + WIDTH);
    c0.intoArray(low, 2 * LANES);
    c1.intoArray(low, 2 * LANES + WIDTH);
    d0.intoArray(low, 3 * LANES);
    d1.intoArray(low, 3 * LANES + WIDTH);
    e0.intoArray(high, 0);
    e1.intoArray(high, WIDTH);
    f0.intoArray(high, 1 * LANES);
    f1.intoArray(high, 1 * LANES + WIDTH);
    g0.intoArray(high, 2 * LANES);
    g1.intoArray(high, 2 * LANES + WIDTH);
    h0.intoArray(high, 3 * LANES);
    h1.intoArray(high, 3 * LANES + WIDTH);
  }

  /**
   * As {@link #eight}, for a block of which the first vector has all outputs there are; what the
   * places of the second one get is not specified.
   */
  static void halves(
      float[] x,
      int base,
      int[] origins,
      int row,
      int last,
      int from,
      int end,
      float[] w,
      int at,
      float[] low,
      float[] high) {
    int a = base + origins[row];
    int b = base + origins[Math.min(row + 1, last)];
    int c = base + origins[Math.min(row + 2, last)];
    int d = base + origins[Math.min(row + 3, last)];
    int e = base + origins[Math.min(row + 4, last)];
    int f = base + origins[Math.min(row + 5, last)];
    int g = base + origins[Math.min(row + 6, last)];
    int h = base + origins[Math.min(row + 7, last)];
    FloatVector zero = FLOAT.broadcast(0f);
    FloatVector a0 = zero;
    FloatVector b0 = zero;
    FloatVector c0 = zero;
    FloatVector d0 = zero;
    FloatVector e0 = zero;
    FloatVector f0 = zero;
    FloatVector g0 = zero;
    FloatVector h0 = zero;
    int j = at;
    for (int k = from; k < end; k++, j += LANES) {
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector v = FLOAT.broadcast(x[a + k]);
      a0 = v.lanewise(FMA, w0, a0);
      v = FLOAT.broadcast(x[b + k]);
      b0 = v.lanewise(FMA, w0, b0);
      v = FLOAT.broadcast(x[c + k]);
      c0 = v.lanewise(FMA, w0, c0);
      v = FLOAT.broadcast(x[d + k]);
      d0 = v.lanewise(FMA, w0, d0);
      v = FLOAT.broadcast(x[e + k]);
      e0 = v.lanewise(FMA, w0, e0);
      v = FLOAT.broadcast(x[f + k]);
      f0 = v.lanewise(FMA, w0, f0);
      v = FLOAT.broadcast(x[g + k]);
      g0 = v.lanewise(FMA, w0, g0);
      v = FLOAT.broadcast(x[h + k]);
      h0 = v.lanewise(FMA, w0, h0);
    }
    a0.intoArray(low, 0);
    b0.intoArray(low, 1 * LANES);
    c0.intoArray(low, 2 * LANES);
    d0.intoArray(low, 3 * LANES);
    e0.intoArray(high, 0);
    f0.intoArray(high, 1 * LANES);
    g0.intoArray(high, 2 * LANES);
    h0.intoArray(high, 3 * LANES);
  }
}
