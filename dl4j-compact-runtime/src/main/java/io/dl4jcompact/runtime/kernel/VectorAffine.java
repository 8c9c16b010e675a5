package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Affine;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** (x - center) · scale + shift by vectors, for as many positions at a time as fill whole ones. */
final class VectorAffine implements FloatMap {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  private final float[] centers;
  private final float[] scales;
  private final float[] shifts;

  VectorAffine(Affine operation, int channels) {
    // The least common multiple of a power of two.
    int length = channels * Math.max(1, WIDTH / Integer.lowestOneBit(channels));
    centers = ScalarAffine.expand(operation.center(), 0, channels, length);
    scales = ScalarAffine.expand(operation.scale(), 1, channels, length);
    shifts = ScalarAffine.expand(operation.shift(), 0, channels, length);
  }

  @Override
  public void run(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i += centers.length) {
      int room = Math.min(centers.length, count - i);
      int vectors = FLOATS.loopBound(room);
      run(values, from + i, to + i, vectors, centers, scales, shifts);
      for (int c = vectors; c < room; c++) {
        values[to + i + c] = (values[from + i + c] - centers[c]) * scales[c] + shifts[c];
      }
    }
  }

  private static void run(
      float[] values,
      int from,
      int to,
      int count,
      float[] centers,
      float[] scales,
      float[] shifts) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, values, from + i);
      FLOAT
          .broadcast(-0f)
          .add(x)
          .sub(FloatVector.fromArray(FLOATS, centers, i))
          .mul(FloatVector.fromArray(FLOATS, scales, i))
          .add(FloatVector.fromArray(FLOATS, shifts, i))
          .intoArray(values, to + i);
    }
  }
}
