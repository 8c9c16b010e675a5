package io.dl4jcompact.runtime.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Combines rows by vectors, the last of which overlaps the one before it. */
final class VectorWinogradInput implements WinogradInput {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  @Override
  public void combine(
      float[] source, int from, int distance, int count, float[] target, int to, int step) {
    for (int first = 0; first < count; first += WIDTH) {
      int i = Math.min(first, count - WIDTH);
      int at = from + i;
      FloatVector a = FloatVector.fromArray(FLOATS, source, at);
      FloatVector d = FloatVector.fromArray(FLOATS, source, at + 3 * distance);
      FloatVector b =
          FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, source, at + distance));
      FloatVector c =
          FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, source, at + 2 * distance));
      FLOAT.broadcast(0f).sub(c).add(a).intoArray(target, to + i);
      b.add(c).intoArray(target, to + step + i);
      c.sub(b).intoArray(target, to + 2 * step + i);
      b.sub(d).intoArray(target, to + 3 * step + i);
    }
  }
}
