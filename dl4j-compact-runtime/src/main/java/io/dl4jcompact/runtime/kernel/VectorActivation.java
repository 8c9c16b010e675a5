package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import io.dl4jcompact.runtime.graph.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Activation functions by vectors where a few instructions compute them, else one value after the
 * other.
 */
final class VectorActivation {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  private VectorActivation() {}

  /** Writes f of count values; the target may be the source. */
  static void run(
      Activation activation, float[] source, int from, float[] target, int to, int count) {
    int vectors = FLOATS.loopBound(count);
    int done =
        switch (activation.function()) {
          case IDENTITY -> copy(source, from, target, to, vectors);
          case RELU -> clip(source, from, target, to, vectors, Float.POSITIVE_INFINITY);
          case RELU6 -> clip(source, from, target, to, vectors, 6);
          case LEAKY_RELU -> leaky(source, from, target, to, vectors, activation.alpha());
          case THRESHOLDED_RELU -> above(source, from, target, to, vectors, activation.alpha());
          case HARD_SIGMOID -> hardSigmoid(source, from, target, to, vectors);
          case HARD_TANH -> hardTanh(source, from, target, to, vectors);
          case SOFT_SIGN -> softSign(source, from, target, to, vectors);
          case CUBE -> cube(source, from, target, to, vectors);
          default -> 0;
        };
    for (int i = done; i < count; i++) {
      target[to + i] = activation.apply(source[from + i]);
    }
  }

  private static int copy(float[] source, int from, float[] target, int to, int count) {
    if (source != target || from != to) {
      System.arraycopy(source, from, target, to, count);
    }
    return count;
  }

  private static int clip(float[] source, int from, float[] target, int to, int count, float most) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(0f).max(x).min(most).intoArray(target, to + i);
    }
    return count;
  }

  private static int leaky(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT
          .broadcast(alpha)
          .mul(x)
          .blend(x, FLOAT.broadcast(0f).compare(LE, x))
          .intoArray(target, to + i);
    }
    return count;
  }

  private static int above(
      float[] source, int from, float[] target, int to, int count, float alpha) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(0f).blend(x, FLOAT.broadcast(alpha).compare(LT, x)).intoArray(target, to + i);
    }
    return count;
  }

  private static int hardSigmoid(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(0.2f).mul(x).add(0.5f).min(1).max(0).intoArray(target, to + i);
    }
    return count;
  }

  private static int hardTanh(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(FLOATS, source, from + i);
      FLOAT.broadcast(1f).min(x).max(-1).intoArray(target, to + i);
    }
    return count;
  }

  private static int softSign(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, source, from + i));
      x.div(x.abs().add(1)).intoArray(target, to + i);
    }
    return count;
  }

  private static int cube(float[] source, int from, float[] target, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, source, from + i));
      x.mul(x).mul(x).intoArray(target, to + i);
    }
    return count;
  }
}
