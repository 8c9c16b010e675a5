package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;

import io.dl4jcompact.runtime.graph.FloatFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatFunctions#log(float)} by vectors, with the same bits. */
final class VectorLogarithm {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = FLOATS.length();
  private static final int LEAST = FloatFunctions.LEAST_FRACTION;
  private static final int MANTISSA = FloatFunctions.MANTISSA;
  private static final int FRACTION = (1 << MANTISSA) - 1;
  private static final int ROUND_BITS = Float.floatToRawIntBits(FloatFunctions.ROUND);

  private static final float L0 = FloatFunctions.log(0);
  private static final float L1 = FloatFunctions.log(1);
  private static final float L2 = FloatFunctions.log(2);
  private static final float L3 = FloatFunctions.log(3);
  private static final float L4 = FloatFunctions.log(4);
  private static final float L5 = FloatFunctions.log(5);
  private static final float L6 = FloatFunctions.log(6);
  private static final float L7 = FloatFunctions.log(7);
  private static final float L8 = FloatFunctions.log(8);

  private VectorLogarithm() {}

  /** Replaces count values x, which fill vectors and are at least 0, by ln(1 + x). */
  static void logOfOneMore(float[] values, int from, int count) {
    FloatVector one = FLOAT.broadcast(1f);
    FloatVector minusOne = FLOAT.broadcast(-1f);
    FloatVector ln2 = FLOAT.broadcast(FloatFunctions.LN2);
    IntVector least = INT.broadcast(-LEAST);
    for (int i = from; i < from + count; i += WIDTH) {
      FloatVector x = one.add(FloatVector.fromArray(FLOATS, values, i));
      IntVector above = least.add(x.reinterpretAsInts());
      IntVector whole = above.lanewise(ASHR, MANTISSA).add(ROUND_BITS);
      IntVector fraction = above.and(FRACTION).add(LEAST);
      FloatVector n = FLOAT.broadcast(-FloatFunctions.ROUND).add(whole.reinterpretAsFloats());
      FloatVector f = minusOne.add(fraction.reinterpretAsFloats());
      FloatVector sum = FLOAT.broadcast(L0).lanewise(FMA, f, FLOAT.broadcast(L1));
      sum = sum.lanewise(FMA, f, FLOAT.broadcast(L2)).lanewise(FMA, f, FLOAT.broadcast(L3));
      sum = sum.lanewise(FMA, f, FLOAT.broadcast(L4)).lanewise(FMA, f, FLOAT.broadcast(L5));
      sum = sum.lanewise(FMA, f, FLOAT.broadcast(L6)).lanewise(FMA, f, FLOAT.broadcast(L7));
      sum = sum.lanewise(FMA, f, FLOAT.broadcast(L8));
      n.lanewise(FMA, ln2, f.mul(f).lanewise(FMA, sum, f)).intoArray(values, i);
    }
  }
}
