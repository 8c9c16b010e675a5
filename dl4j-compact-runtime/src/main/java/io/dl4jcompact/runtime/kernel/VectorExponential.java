package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

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
  private static final int BIAS = FloatFunctions.EXPONENT_BIAS;
  private static final int MANTISSA = FloatFunctions.MANTISSA;
  private static final int ROUND_BITS = Float.floatToRawIntBits(FloatFunctions.ROUND);

  private static final float E0 = FloatFunctions.exp(0);
  private static final float E1 = FloatFunctions.exp(1);
  private static final float E2 = FloatFunctions.exp(2);
  private static final float E3 = FloatFunctions.exp(3);
  private static final float E4 = FloatFunctions.exp(4);
  private static final float E5 = FloatFunctions.exp(5);
  private static final float E6 = FloatFunctions.exp(6);

  private static final float T0 = FloatFunctions.tanh(0);
  private static final float T1 = FloatFunctions.tanh(1);
  private static final float T2 = FloatFunctions.tanh(2);
  private static final float T3 = FloatFunctions.tanh(3);
  private static final float T4 = FloatFunctions.tanh(4);
  private static final float T5 = FloatFunctions.tanh(5);

  private VectorExponential() {}

  /** Writes e^(factor · x) of count values, which fill vectors; the target may be the source. */
  static void exp(float[] source, int from, float[] target, int to, int count, float factor) {
    FloatVector most = FLOAT.broadcast(FloatFunctions.MOST);
    FloatVector least = FLOAT.broadcast(FloatFunctions.LEAST);
    FloatVector log2e = FLOAT.broadcast(FloatFunctions.LOG2_E);
    FloatVector round = FLOAT.broadcast(FloatFunctions.ROUND);
    FloatVector high = FLOAT.broadcast(-FloatFunctions.LN2_HIGH);
    FloatVector low = FLOAT.broadcast(-FloatFunctions.LN2_LOW);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(factor).mul(FloatVector.fromArray(FLOATS, source, from + i));
      x = x.min(most).max(least);
      FloatVector shifted = x.lanewise(FMA, log2e, round);
      FloatVector n = shifted.sub(round);
      FloatVector r = n.lanewise(FMA, low, n.lanewise(FMA, high, x));
      FloatVector sum = FLOAT.broadcast(E0).lanewise(FMA, r, FLOAT.broadcast(E1));
      sum = sum.lanewise(FMA, r, FLOAT.broadcast(E2)).lanewise(FMA, r, FLOAT.broadcast(E3));
      sum = sum.lanewise(FMA, r, FLOAT.broadcast(E4)).lanewise(FMA, r, FLOAT.broadcast(E5));
      sum = sum.lanewise(FMA, r, FLOAT.broadcast(E6));
      FloatVector power = FLOAT.broadcast(1f).add(r.mul(r).lanewise(FMA, sum, r));
      IntVector whole = INT.broadcast(-ROUND_BITS).add(shifted.reinterpretAsInts());
      IntVector half = whole.lanewise(ASHR, 1);
      IntVector first = half.add(BIAS).lanewise(LSHL, MANTISSA);
      IntVector rest = whole.sub(half).add(BIAS).lanewise(LSHL, MANTISSA);
      power = power.mul(first.reinterpretAsFloats()).mul(rest.reinterpretAsFloats());
      power.intoArray(target, to + i);
    }
  }

  /** Writes tanh x of count values, which fill vectors; the target must not be the source. */
  static void tanh(float[] source, int from, float[] target, int to, int count) {
    twice(source, from, target, to, count);
    exp(target, to, target, to, count, 1);
    finishTanh(source, from, target, to, count);
  }

  private static void twice(float[] source, int from, float[] target, int to, int count) {
    FloatVector most = FLOAT.broadcast(FloatFunctions.TANH_IS_ONE);
    FloatVector nothing = FLOAT.broadcast(-0f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = nothing.add(FloatVector.fromArray(FLOATS, source, from + i));
      x.abs().min(most).mul(2f).intoArray(target, to + i);
    }
  }

  private static void finishTanh(float[] source, int from, float[] target, int to, int count) {
    FloatVector most = FLOAT.broadcast(FloatFunctions.TANH_IS_ONE);
    FloatVector bound = FLOAT.broadcast(FloatFunctions.TANH_IS_SMALL);
    FloatVector nothing = FLOAT.broadcast(-0f);
    FloatVector one = FLOAT.broadcast(1f);
    FloatVector two = FLOAT.broadcast(2f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = nothing.add(FloatVector.fromArray(FLOATS, source, from + i));
      FloatVector size = x.abs().min(most);
      FloatVector square = size.mul(size);
      FloatVector sum = FLOAT.broadcast(T0).lanewise(FMA, square, FLOAT.broadcast(T1));
      sum = sum.lanewise(FMA, square, FLOAT.broadcast(T2));
      sum = sum.lanewise(FMA, square, FLOAT.broadcast(T3));
      sum = sum.lanewise(FMA, square, FLOAT.broadcast(T4));
      sum = sum.lanewise(FMA, square, FLOAT.broadcast(T5));
      FloatVector small = size.mul(square).lanewise(FMA, sum, size);
      FloatVector power = FloatVector.fromArray(FLOATS, target, to + i);
      FloatVector large = one.sub(two.div(one.add(power)));
      FloatVector magnitude = large.blend(small, size.compare(LT, bound));
      IntVector sign = INT.broadcast(1 << 31).and(x.reinterpretAsInts());
      IntVector bits = sign.or(magnitude.reinterpretAsInts());
      nothing.add(bits.reinterpretAsFloats()).intoArray(target, to + i);
    }
  }
}
