package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.FMA;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of an output's connected weights with some vectors of placements, all of whose sums are
 * in registers.
 *
 * <p>Written out without methods for the parts: see {@link VectorKernels}.
 */
final class VectorSparseTiles {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  private VectorSparseTiles() {}

  /**
   * Adds the products for eight vectors of placements.
   *
   * @param x for each element, the values of all placements
   * @param start the first placement
   * @param places where what each weight meets starts in x
   * @param w weights
   * @param from the first weight
   * @param end one past the last weight
   * @param chain what they are added to
   * @param to where it starts
   */
  static void eight(
      float[] x, int start, int[] places, float[] w, int from, int end, float[] chain, int to) {
    FloatVector a = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to));
    FloatVector b = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + WIDTH));
    FloatVector c = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 2 * WIDTH));
    FloatVector d = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 3 * WIDTH));
    FloatVector e = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 4 * WIDTH));
    FloatVector f = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 5 * WIDTH));
    FloatVector g = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 6 * WIDTH));
    FloatVector h = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 7 * WIDTH));
    for (int k = from; k < end; k++) {
      int at = start + places[k];
      FloatVector weight = FLOAT.broadcast(w[k]);
      a = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at), a);
      b = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + WIDTH), b);
      c = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 2 * WIDTH), c);
      d = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 3 * WIDTH), d);
      e = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 4 * WIDTH), e);
      f = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 5 * WIDTH), f);
      g = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 6 * WIDTH), g);
      h = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 7 * WIDTH), h);
    }
    a.intoArray(chain, to);
    b.intoArray(chain, to + WIDTH);
    c.intoArray(chain, to + 2 * WIDTH);
    d.intoArray(chain, to + 3 * WIDTH);
    e.intoArray(chain, to + 4 * WIDTH);
    f.intoArray(chain, to + 5 * WIDTH);
    g.intoArray(chain, to + 6 * WIDTH);
    h.intoArray(chain, to + 7 * WIDTH);
  }

  /** As {@link #eight}, for six vectors. */
  static void six(
      float[] x, int start, int[] places, float[] w, int from, int end, float[] chain, int to) {
    FloatVector a = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to));
    FloatVector b = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + WIDTH));
    FloatVector c = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 2 * WIDTH));
    FloatVector d = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 3 * WIDTH));
    FloatVector e = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 4 * WIDTH));
    FloatVector f = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 5 * WIDTH));
    for (int k = from; k < end; k++) {
      int at = start + places[k];
      FloatVector weight = FLOAT.broadcast(w[k]);
      a = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at), a);
      b = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + WIDTH), b);
      c = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 2 * WIDTH), c);
      d = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 3 * WIDTH), d);
      e = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 4 * WIDTH), e);
      f = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 5 * WIDTH), f);
    }
    a.intoArray(chain, to);
    b.intoArray(chain, to + WIDTH);
    c.intoArray(chain, to + 2 * WIDTH);
    d.intoArray(chain, to + 3 * WIDTH);
    e.intoArray(chain, to + 4 * WIDTH);
    f.intoArray(chain, to + 5 * WIDTH);
  }

  /** As {@link #eight}, for four vectors. */
  static void four(
      float[] x, int start, int[] places, float[] w, int from, int end, float[] chain, int to) {
    FloatVector a = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to));
    FloatVector b = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + WIDTH));
    FloatVector c = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 2 * WIDTH));
    FloatVector d = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + 3 * WIDTH));
    for (int k = from; k < end; k++) {
      int at = start + places[k];
      FloatVector weight = FLOAT.broadcast(w[k]);
      a = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at), a);
      b = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + WIDTH), b);
      c = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 2 * WIDTH), c);
      d = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + 3 * WIDTH), d);
    }
    a.intoArray(chain, to);
    b.intoArray(chain, to + WIDTH);
    c.intoArray(chain, to + 2 * WIDTH);
    d.intoArray(chain, to + 3 * WIDTH);
  }

  /** As {@link #eight}, for two vectors. */
  static void two(
      float[] x, int start, int[] places, float[] w, int from, int end, float[] chain, int to) {
    FloatVector a = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to));
    FloatVector b = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to + WIDTH));
    for (int k = from; k < end; k++) {
      int at = start + places[k];
      FloatVector weight = FLOAT.broadcast(w[k]);
      a = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at), a);
      b = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at + WIDTH), b);
    }
    a.intoArray(chain, to);
    b.intoArray(chain, to + WIDTH);
  }

  /** As {@link #eight}, for one vector. */
  static void one(
      float[] x, int start, int[] places, float[] w, int from, int end, float[] chain, int to) {
    FloatVector a = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, to));
    for (int k = from; k < end; k++) {
      int at = start + places[k];
      FloatVector weight = FLOAT.broadcast(w[k]);
      a = weight.lanewise(FMA, FloatVector.fromArray(FLOATS, x, at), a);
    }
    a.intoArray(chain, to);
  }

  /** Adds sums of whole vectors to what was there. */
  static void add(float[] chain, int lanes, float[] sums) {
    for (int i = 0; i < lanes; i += WIDTH) {
      FloatVector sum = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, chain, i));
      sum.add(FloatVector.fromArray(FLOATS, sums, i)).intoArray(sums, i);
    }
  }
}
