package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link VectorNeighbourTiles} with vectors of at most 256 bits, for at most eight outputs, which
 * would fill half of a longer one: many processors take such a one in two steps. It is written out
 * since a loop whose vectors' size is not a constant leaves them on the heap.
 */
final class VectorHalfNeighbourTiles {

  private static final VectorSpecies<Float> FLOATS =
      VectorNeighbourTiles.WIDTH > FloatVector.SPECIES_256.length()
          ? FloatVector.SPECIES_256
          : VectorKernels.FLOATS;

  private static final FloatVector FLOAT = FloatVector.zero(FLOATS);

  /** Outputs of a block. */
  static final int WIDTH = FLOATS.length();

  private VectorHalfNeighbourTiles() {}

  /** As {@link VectorNeighbourTiles#eight}. */
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

  /** As {@link VectorNeighbourTiles#place}. */
  static void place(float[] found, int from, float[] sums, int to) {
    FloatVector sum = FloatVector.fromArray(FLOATS, found, from);
    FLOAT.broadcast(0f).add(sum).intoArray(sums, to);
  }
}
