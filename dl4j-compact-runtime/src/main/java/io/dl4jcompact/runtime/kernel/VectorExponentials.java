package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import io.dl4jcompact.runtime.graph.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activation functions that take a power of e, in two passes: the power goes to the target first.
 */
final class VectorExponentials {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();
  private static final float GELU_FACTOR = 1.702f;

  private VectorExponentials() {}

  static void sigmoid(float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.exp(source, from, target, to, count, -1);
    for (int i = to; i < to + count; i += WIDTH) {
      FloatVector power = FloatVector.fromArray(FLOATS, target, i);
      FloatVector one = FLOAT.broadcast(1f);
      one.div(one.add(power)).intoArray(target, i);
    }
  }

  static void swish(float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.exp(source, from, target, to, count, -1);
    timesSigmoid(source, from, target, to, count);
  }

  static void gelu(float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.exp(source, from, target, to, count, -GELU_FACTOR);
    timesSigmoid(source, from, target, to, count);
  }

  static void preciseGelu(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FloatVector inner = FLOAT.broadcast(Activation.GELU_INNER).mul(x);
      inner.mul(inner).mul(inner).add(x).intoArray(target, to + i);
    }
    VectorExponential.exp(target, to, target, to, count, Activation.GELU_FACTOR);
    FloatVector most = FLOAT.broadcast(Activation.MINUS_ONE_POWER);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FloatVector power = FloatVector.fromArray(FLOATS, target, to + i);
      FloatVector one = FLOAT.broadcast(1f);
      FloatVector sigmoid = one.div(one.add(power));
      FLOAT.broadcast(0f).blend(sigmoid, most.compare(GT, power)).mul(x).intoArray(target, to + i);
    }
  }

  private static void timesSigmoid(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FloatVector power = FloatVector.fromArray(FLOATS, target, to + i);
      FloatVector one = FLOAT.broadcast(1f);
      one.div(one.add(power)).mul(x).intoArray(target, to + i);
    }
  }

  static void mish(float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.exp(source, from, target, to, count, 1);
    FloatVector least = FLOAT.broadcast(Activation.SMALL_POWER);
    FloatVector most = FLOAT.broadcast(Activation.LARGE_POWER);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FloatVector power = most.min(FloatVector.fromArray(FLOATS, target, to + i));
      FloatVector counted = FLOAT.broadcast(0f).blend(power, least.compare(LT, power));
      FloatVector square = power.add(2f).mul(counted);
      square.div(square.add(2f)).mul(x).intoArray(target, to + i);
    }
  }

  static void softPlus(float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.exp(source, from, target, to, count, 1);
    VectorLogarithm.logOfOneMore(target, to, count);
    FloatVector most = FLOAT.broadcast(Activation.LARGEST_EXPONENT);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, source, from + i));
      FloatVector logarithm = FloatVector.fromArray(FLOATS, target, to + i);
      x.blend(logarithm, most.compare(GE, x)).intoArray(target, to + i);
    }
  }

  static void elu(float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.exp(source, from, target, to, count, 1);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FloatVector power = FloatVector.fromArray(FLOATS, target, to + i);
      FLOAT
          .broadcast(-1f)
          .add(power)
          .mul(alpha)
          .blend(x, FLOAT.broadcast(0f).compare(LE, x))
          .intoArray(target, to + i);
    }
  }

  static void selu(float[] source, int from, float[] target, int to, int count, float alpha) {
    elu(source, from, target, to, count, Activation.SELU_ALPHA);
    for (int i = to; i < to + count; i += WIDTH) {
      FloatVector unscaled = FloatVector.fromArray(FLOATS, target, i);
      FLOAT.broadcast(Activation.SELU_SCALE).mul(unscaled).intoArray(target, i);
    }
  }

  static void tanh(float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.tanh(source, from, target, to, count);
  }

  static void rectifiedTanh(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    VectorExponential.tanh(source, from, target, to, count);
    VectorActivation.rectify(target, to, target, to, count, alpha);
  }
}
