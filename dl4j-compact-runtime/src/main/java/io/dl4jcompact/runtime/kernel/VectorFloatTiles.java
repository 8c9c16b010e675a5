package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a few rows with a block of two vectors of outputs, all of whose sums are in
 * registers: as many rows as leave none to spare. 256-bit vectors have 16 registers, 512-bit ones 32.
 *
 * <p>Rows beyond the last are computed as the last. So all sums are read before any is written.
 *
 * <p>Written out without methods for the parts: see {@link VectorSignBlocks}.
 */
final class VectorFloatTiles {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final int WIDTH = FLOATS.length();

  /** Outputs of a block. */
  static final int LANES = 2 * WIDTH;

  private VectorFloatTiles() {}

  /**
   * Adds the sums of the products of six rows, for some of their elements.
   *
   * @param base what origins are added to
   * @param origins where rows start in x, from row 0 on
   * @param row the first row
   * @param last the last row that there is
   * @param offsets where elements are, from a row's start on
   * @param from the first element
   * @param end one past the last element
   * @param at where the weights of the first element are
   * @param to where the sums of row 0 are
   * @param column where those of the block are
   */
  static void six(
      float[] x, int base, int[] origins, int row, int last, int[] offsets, int from, int end, float[] w, int at, float[][] sums, int to, int column) {
    int a = base + origins[row];
    int b = base + origins[Math.min(row + 1, last)];
    int c = base + origins[Math.min(row + 2, last)];
    int d = base + origins[Math.min(row + 3, last)];
    int e = base + origins[Math.min(row + 4, last)];
    int f = base + origins[Math.min(row + 5, last)];
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    FloatVector e0 = FloatVector.zero(FLOATS);
    FloatVector e1 = FloatVector.zero(FLOATS);
    FloatVector f0 = FloatVector.zero(FLOATS);
    FloatVector f1 = FloatVector.zero(FLOATS);
    int j = at;
    for (int k = from; k < end; k++, j += LANES) {
      int offset = offsets[k];
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector v = FloatVector.broadcast(FLOATS, x[a + offset]);
      a0 = v.lanewise(FMA, w0, a0);
      a1 = v.lanewise(FMA, w1, a1);
      v = FloatVector.broadcast(FLOATS, x[b + offset]);
      b0 = v.lanewise(FMA, w0, b0);
      b1 = v.lanewise(FMA, w1, b1);
      v = FloatVector.broadcast(FLOATS, x[c + offset]);
      c0 = v.lanewise(FMA, w0, c0);
      c1 = v.lanewise(FMA, w1, c1);
      v = FloatVector.broadcast(FLOATS, x[d + offset]);
      d0 = v.lanewise(FMA, w0, d0);
      d1 = v.lanewise(FMA, w1, d1);
      v = FloatVector.broadcast(FLOATS, x[e + offset]);
      e0 = v.lanewise(FMA, w0, e0);
      e1 = v.lanewise(FMA, w1, e1);
      v = FloatVector.broadcast(FLOATS, x[f + offset]);
      f0 = v.lanewise(FMA, w0, f0);
      f1 = v.lanewise(FMA, w1, f1);
    }
    int r = row + to;
    int stop = last + to;
    float[] as = sums[r];
    float[] bs = sums[Math.min(r + 1, stop)];
    float[] cs = sums[Math.min(r + 2, stop)];
    float[] ds = sums[Math.min(r + 3, stop)];
    float[] es = sums[Math.min(r + 4, stop)];
    float[] fs = sums[Math.min(r + 5, stop)];
    a0 = a0.add(FloatVector.fromArray(FLOATS, as, column));
    a1 = a1.add(FloatVector.fromArray(FLOATS, as, column + WIDTH));
    b0 = b0.add(FloatVector.fromArray(FLOATS, bs, column));
    b1 = b1.add(FloatVector.fromArray(FLOATS, bs, column + WIDTH));
    c0 = c0.add(FloatVector.fromArray(FLOATS, cs, column));
    c1 = c1.add(FloatVector.fromArray(FLOATS, cs, column + WIDTH));
    d0 = d0.add(FloatVector.fromArray(FLOATS, ds, column));
    d1 = d1.add(FloatVector.fromArray(FLOATS, ds, column + WIDTH));
    e0 = e0.add(FloatVector.fromArray(FLOATS, es, column));
    e1 = e1.add(FloatVector.fromArray(FLOATS, es, column + WIDTH));
    f0 = f0.add(FloatVector.fromArray(FLOATS, fs, column));
    f1 = f1.add(FloatVector.fromArray(FLOATS, fs, column + WIDTH));
    a0.intoArray(as, column);
    a1.intoArray(as, column + WIDTH);
    b0.intoArray(bs, column);
    b1.intoArray(bs, column + WIDTH);
    c0.intoArray(cs, column);
    c1.intoArray(cs, column + WIDTH);
    d0.intoArray(ds, column);
    d1.intoArray(ds, column + WIDTH);
    e0.intoArray(es, column);
    e1.intoArray(es, column + WIDTH);
    f0.intoArray(fs, column);
    f1.intoArray(fs, column + WIDTH);
  }

  /** As {@link #six}, for eight rows. */
  static void eight(
      float[] x, int base, int[] origins, int row, int last, int[] offsets, int from, int end, float[] w, int at, float[][] sums, int to, int column) {
    int a = base + origins[row];
    int b = base + origins[Math.min(row + 1, last)];
    int c = base + origins[Math.min(row + 2, last)];
    int d = base + origins[Math.min(row + 3, last)];
    int e = base + origins[Math.min(row + 4, last)];
    int f = base + origins[Math.min(row + 5, last)];
    int g = base + origins[Math.min(row + 6, last)];
    int h = base + origins[Math.min(row + 7, last)];
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector b1 = FloatVector.zero(FLOATS);
    FloatVector c0 = FloatVector.zero(FLOATS);
    FloatVector c1 = FloatVector.zero(FLOATS);
    FloatVector d0 = FloatVector.zero(FLOATS);
    FloatVector d1 = FloatVector.zero(FLOATS);
    FloatVector e0 = FloatVector.zero(FLOATS);
    FloatVector e1 = FloatVector.zero(FLOATS);
    FloatVector f0 = FloatVector.zero(FLOATS);
    FloatVector f1 = FloatVector.zero(FLOATS);
    FloatVector g0 = FloatVector.zero(FLOATS);
    FloatVector g1 = FloatVector.zero(FLOATS);
    FloatVector h0 = FloatVector.zero(FLOATS);
    FloatVector h1 = FloatVector.zero(FLOATS);
    int j = at;
    for (int k = from; k < end; k++, j += LANES) {
      int offset = offsets[k];
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector v = FloatVector.broadcast(FLOATS, x[a + offset]);
      a0 = v.lanewise(FMA, w0, a0);
      a1 = v.lanewise(FMA, w1, a1);
      v = FloatVector.broadcast(FLOATS, x[b + offset]);
      b0 = v.lanewise(FMA, w0, b0);
      b1 = v.lanewise(FMA, w1, b1);
      v = FloatVector.broadcast(FLOATS, x[c + offset]);
      c0 = v.lanewise(FMA, w0, c0);
      c1 = v.lanewise(FMA, w1, c1);
      v = FloatVector.broadcast(FLOATS, x[d + offset]);
      d0 = v.lanewise(FMA, w0, d0);
      d1 = v.lanewise(FMA, w1, d1);
      v = FloatVector.broadcast(FLOATS, x[e + offset]);
      e0 = v.lanewise(FMA, w0, e0);
      e1 = v.lanewise(FMA, w1, e1);
      v = FloatVector.broadcast(FLOATS, x[f + offset]);
      f0 = v.lanewise(FMA, w0, f0);
      f1 = v.lanewise(FMA, w1, f1);
      v = FloatVector.broadcast(FLOATS, x[g + offset]);
      g0 = v.lanewise(FMA, w0, g0);
      g1 = v.lanewise(FMA, w1, g1);
      v = FloatVector.broadcast(FLOATS, x[h + offset]);
      h0 = v.lanewise(FMA, w0, h0);
      h1 = v.lanewise(FMA, w1, h1);
    }
    int r = row + to;
    int stop = last + to;
    float[] as = sums[r];
    float[] bs = sums[Math.min(r + 1, stop)];
    float[] cs = sums[Math.min(r + 2, stop)];
    float[] ds = sums[Math.min(r + 3, stop)];
    float[] es = sums[Math.min(r + 4, stop)];
    float[] fs = sums[Math.min(r + 5, stop)];
    float[] gs = sums[Math.min(r + 6, stop)];
    float[] hs = sums[Math.min(r + 7, stop)];
    a0 = a0.add(FloatVector.fromArray(FLOATS, as, column));
    a1 = a1.add(FloatVector.fromArray(FLOATS, as, column + WIDTH));
    b0 = b0.add(FloatVector.fromArray(FLOATS, bs, column));
    b1 = b1.add(FloatVector.fromArray(FLOATS, bs, column + WIDTH));
    c0 = c0.add(FloatVector.fromArray(FLOATS, cs, column));
    c1 = c1.add(FloatVector.fromArray(FLOATS, cs, column + WIDTH));
    d0 = d0.add(FloatVector.fromArray(FLOATS, ds, column));
    d1 = d1.add(FloatVector.fromArray(FLOATS, ds, column + WIDTH));
    e0 = e0.add(FloatVector.fromArray(FLOATS, es, column));
    e1 = e1.add(FloatVector.fromArray(FLOATS, es, column + WIDTH));
    f0 = f0.add(FloatVector.fromArray(FLOATS, fs, column));
    f1 = f1.add(FloatVector.fromArray(FLOATS, fs, column + WIDTH));
    g0 = g0.add(FloatVector.fromArray(FLOATS, gs, column));
    g1 = g1.add(FloatVector.fromArray(FLOATS, gs, column + WIDTH));
    h0 = h0.add(FloatVector.fromArray(FLOATS, hs, column));
    h1 = h1.add(FloatVector.fromArray(FLOATS, hs, column + WIDTH));
    a0.intoArray(as, column);
    a1.intoArray(as, column + WIDTH);
    b0.intoArray(bs, column);
    b1.intoArray(bs, column + WIDTH);
    c0.intoArray(cs, column);
    c1.intoArray(cs, column + WIDTH);
    d0.intoArray(ds, column);
    d1.intoArray(ds, column + WIDTH);
    e0.intoArray(es, column);
    e1.intoArray(es, column + WIDTH);
    f0.intoArray(fs, column);
    f1.intoArray(fs, column + WIDTH);
    g0.intoArray(gs, column);
    g1.intoArray(gs, column + WIDTH);
    h0.intoArray(hs, column);
    h1.intoArray(hs, column + WIDTH);
  }

  /** As {@link #six}, for one row. */
  static void one(
      float[] x, int base, int[] origins, int row, int[] offsets, int from, int end, float[] w, int at, float[][] sums, int to, int column) {
    int a = base + origins[row];
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    int j = at;
    for (int k = from; k < end; k++, j += LANES) {
      int offset = offsets[k];
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector v = FloatVector.broadcast(FLOATS, x[a + offset]);
      a0 = v.lanewise(FMA, w0, a0);
      a1 = v.lanewise(FMA, w1, a1);
    }
    int r = row + to;
    float[] as = sums[r];
    a0 = a0.add(FloatVector.fromArray(FLOATS, as, column));
    a1 = a1.add(FloatVector.fromArray(FLOATS, as, column + WIDTH));
    a0.intoArray(as, column);
    a1.intoArray(as, column + WIDTH);
  }
}
