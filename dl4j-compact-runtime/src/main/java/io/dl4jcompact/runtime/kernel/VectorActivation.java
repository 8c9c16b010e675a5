package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import io.dl4jcompact.runtime.graph.Activation;
import java.util.EnumMap;
import java.util.Map;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Activation functions by vectors. */
final class VectorActivation {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  /** An interface, so that the compiler inlines no more of the functions than a network has. */
  private static final Map<Activation.Function, Loop> LOOPS = loops();

  /** Writes f of count values, which fill vectors. */
  private interface Loop {
    void run(float[] source, int from, float[] target, int to, int count, float alpha);
  }

  private VectorActivation() {}

  private static Map<Activation.Function, Loop> loops() {
    Map<Activation.Function, Loop> loops = new EnumMap<>(Activation.Function.class);
    loops.put(Activation.Function.IDENTITY, VectorActivation::copy);
    loops.put(Activation.Function.RELU, VectorActivation::rectify);
    loops.put(Activation.Function.RELU6, VectorActivation::rectifyToSix);
    loops.put(Activation.Function.LEAKY_RELU, VectorActivation::leaky);
    loops.put(Activation.Function.THRESHOLDED_RELU, VectorActivation::above);
    loops.put(Activation.Function.HARD_SIGMOID, VectorActivation::hardSigmoid);
    loops.put(Activation.Function.HARD_TANH, VectorActivation::hardTanh);
    loops.put(Activation.Function.SOFT_SIGN, VectorActivation::softSign);
    loops.put(Activation.Function.CUBE, VectorActivation::cube);
    loops.put(Activation.Function.RATIONAL_TANH, VectorActivation::rationalTanh);
    loops.put(Activation.Function.ELU, VectorExponentials::elu);
    loops.put(Activation.Function.SELU, VectorExponentials::selu);
    loops.put(Activation.Function.SIGMOID, VectorExponentials::sigmoid);
    loops.put(Activation.Function.SWISH, VectorExponentials::swish);
    loops.put(Activation.Function.GELU, VectorExponentials::gelu);
    loops.put(Activation.Function.TANH, VectorExponentials::tanh);
    loops.put(Activation.Function.RECTIFIED_TANH, VectorExponentials::rectifiedTanh);
    loops.put(Activation.Function.SOFT_PLUS, VectorExponentials::softPlus);
    loops.put(Activation.Function.PRECISE_GELU, VectorExponentials::preciseGelu);
    loops.put(Activation.Function.MISH, VectorExponentials::mish);
    return loops;
  }

  /** Writes f of count values; the target must not overlap the source. */
  static void run(
      Activation activation, float[] source, int from, float[] target, int to, int count) {
    int vectors = FLOATS.loopBound(count);
    LOOPS.get(activation.function()).run(source, from, target, to, vectors, activation.alpha());
    for (int i = vectors; i < count; i++) {
      target[to + i] = activation.apply(source[from + i]);
    }
  }

  private static void copy(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    System.arraycopy(source, from, target, to, count);
  }

  static void rectify(float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(0f).max(x).intoArray(target, to + i);
    }
  }

  private static void rectifyToSix(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(0f).max(x).min(6f).intoArray(target, to + i);
    }
  }

  private static void leaky(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT
          .broadcast(alpha)
          .mul(x)
          .blend(x, FLOAT.broadcast(0f).compare(LE, x))
          .intoArray(target, to + i);
    }
  }

  private static void above(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(0f).blend(x, FLOAT.broadcast(alpha).compare(LT, x)).intoArray(target, to + i);
    }
  }

  private static void hardSigmoid(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(0.2f).mul(x).add(0.5f).min(1).max(0).intoArray(target, to + i);
    }
  }

  private static void hardTanh(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(1f).min(x).max(-1).intoArray(target, to + i);
    }
  }

  private static void softSign(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, source, from + i));
      x.div(x.abs().add(1)).intoArray(target, to + i);
    }
  }

  private static void cube(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, source, from + i));
      x.mul(x).mul(x).intoArray(target, to + i);
    }
  }

  private static void rationalTanh(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FloatVector y = FLOAT.broadcast(2f).mul(x).div(3f);
      FloatVector square = y.mul(y);
      FloatVector fourth = square.mul(1.41645f).mul(square);
      FloatVector sum = y.abs().add(1f).add(square).add(fourth);
      FloatVector magnitude = FLOAT.broadcast(1f).sub(FLOAT.broadcast(1f).div(sum));
      FloatVector negative = FLOAT.broadcast(-0f).sub(magnitude);
      FloatVector signed = magnitude.blend(negative, FLOAT.broadcast(0f).compare(GT, y));
      FLOAT.broadcast(1.7159f).mul(signed).intoArray(target, to + i);
    }
  }
}
