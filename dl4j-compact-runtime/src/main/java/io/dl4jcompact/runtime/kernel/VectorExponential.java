package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;

import io.dl4jcompact.runtime.graph.FloatFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatFunctions} by vectors, with the same bits. */
final class VectorExponential {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = FLOATS.length();
  private static final int EXPONENT_BIAS = 127;
  private static final int ROUND_BITS = Float.floatToRawIntBits(FloatFunctions.ROUND);

  private static final float T0 = FloatFunctions.taylor(0);
  private static final float T1 = FloatFunctions.taylor(1);
  private static final float T2 = FloatFunctions.taylor(2);
  private static final float T3 = FloatFunctions.taylor(3);
  private static final float T4 = FloatFunctions.taylor(4);
  private static final float T5 = FloatFunctions.taylor(5);
  private static final float T6 = FloatFunctions.taylor(6);
  private static final float T7 = FloatFunctions.taylor(7);

  private VectorExponential() {}

  /** Writes e^(factor · x) of count values, which fill vectors. */
  static void exp(float[] source, int from, float[] target, int to, int count, float factor) {
    FloatVector most = FLOAT.broadcast(FloatFunctions.MOST);
    FloatVector least = FLOAT.broadcast(FloatFunctions.LEAST);
    FloatVector log2e = FLOAT.broadcast(FloatFunctions.LOG2_E);
    FloatVector round = FLOAT.broadcast(FloatFunctions.ROUND);
    FloatVector high = FLOAT.broadcast(-FloatFunctions.LN2_HIGH);
    FloatVector low = FLOAT.broadcast(-FloatFunctions.LN2_LOW);
    FloatVector one = FLOAT.broadcast(1f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(factor).mul(FloatVector.fromArray(FLOATS, source, from + i));
      x = x.min(most).max(least);
      FloatVector shifted = x.lanewise(FMA, log2e, round);
      FloatVector n = shifted.sub(round);
      FloatVector r = n.lanewise(FMA, low, n.lanewise(FMA, high, x));
      FloatVector q =
          FLOAT
              .broadcast(T0)
              .lanewise(FMA, r, FLOAT.broadcast(T1))
              .lanewise(FMA, r, FLOAT.broadcast(T2));
      q =
          q.lanewise(FMA, r, FLOAT.broadcast(T3))
              .lanewise(FMA, r, FLOAT.broadcast(T4))
              .lanewise(FMA, r, FLOAT.broadcast(T5));
      q =
          q.lanewise(FMA, r, FLOAT.broadcast(T6))
              .lanewise(FMA, r, FLOAT.broadcast(T7))
              .lanewise(FMA, r, one);
      IntVector power = INT.broadcast(-ROUND_BITS).add(shifted.reinterpretAsInts());
      IntVector half = power.lanewise(ASHR, 1);
      IntVector first = half.add(EXPONENT_BIAS).lanewise(LSHL, FloatFunctions.MANTISSA);
      IntVector rest = power.sub(half).add(EXPONENT_BIAS).lanewise(LSHL, FloatFunctions.MANTISSA);
      q = q.mul(first.reinterpretAsFloats()).mul(rest.reinterpretAsFloats());
      q.intoArray(target, to + i);
    }
  }

  /** Writes tanh x of count values, which fill vectors. */
  static void tanh(float[] source, int from, float[] target, int to, int count) {
    FloatVector most = FLOAT.broadcast(FloatFunctions.TANH_IS_ONE);
    FloatVector log2e = FLOAT.broadcast(FloatFunctions.LOG2_E);
    FloatVector round = FLOAT.broadcast(FloatFunctions.ROUND);
    FloatVector high = FLOAT.broadcast(-FloatFunctions.LN2_HIGH);
    FloatVector low = FLOAT.broadcast(-FloatFunctions.LN2_LOW);
    FloatVector nothing = FLOAT.broadcast(-0f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = nothing.add(FloatVector.fromArray(FLOATS, source, from + i));
      FloatVector within = x.abs().min(most).mul(2f);
      FloatVector shifted = within.lanewise(FMA, log2e, round);
      FloatVector n = shifted.sub(round);
      FloatVector r = n.lanewise(FMA, low, n.lanewise(FMA, high, within));
      FloatVector q =
          FLOAT
              .broadcast(T0)
              .lanewise(FMA, r, FLOAT.broadcast(T1))
              .lanewise(FMA, r, FLOAT.broadcast(T2));
      q =
          q.lanewise(FMA, r, FLOAT.broadcast(T3))
              .lanewise(FMA, r, FLOAT.broadcast(T4))
              .lanewise(FMA, r, FLOAT.broadcast(T5));
      q = q.lanewise(FMA, r, FLOAT.broadcast(T6)).lanewise(FMA, r, FLOAT.broadcast(T7)).mul(r);
      IntVector bits = INT.broadcast(FloatFunctions.BIAS).add(shifted.reinterpretAsInts());
      FloatVector power = bits.lanewise(LSHL, FloatFunctions.MANTISSA).reinterpretAsFloats();
      FloatVector minusOne = q.lanewise(FMA, power, FLOAT.broadcast(-1f).add(power));
      FloatVector magnitude = minusOne.div(minusOne.add(2f));
      IntVector sign = INT.broadcast(1 << 31).and(x.reinterpretAsInts());
      nothing
          .add(sign.or(magnitude.reinterpretAsInts()).reinterpretAsFloats())
          .intoArray(target, to + i);
    }
  }
}
