package io.dl4jcompact.runtime.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** {@link Kernels#sum} by vectors. */
final class VectorSum {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  /** Vectors that are added up at a time. */
  private static final int FEW = 4;

  private VectorSum() {}

  /** Four sums that do not wait for each other. */
  static float of(float[] values, int start, int end) {
    FloatVector zero = FLOAT.broadcast(0f);
    FloatVector a = zero;
    FloatVector b = zero;
    FloatVector c = zero;
    FloatVector d = zero;
    int i = start;
    for (; i <= end - FEW * WIDTH; i += FEW * WIDTH) {
      a = zero.add(FloatVector.fromArray(FLOATS, values, i)).add(a);
      b = zero.add(FloatVector.fromArray(FLOATS, values, i + WIDTH)).add(b);
      c = zero.add(FloatVector.fromArray(FLOATS, values, i + 2 * WIDTH)).add(c);
      d = zero.add(FloatVector.fromArray(FLOATS, values, i + 3 * WIDTH)).add(d);
    }
    float sum = zero.add(a).add(b).add(zero.add(c).add(d)).reduceLanes(VectorOperators.ADD);
    return sum + ScalarSum.of(values, i, end);
  }
}
