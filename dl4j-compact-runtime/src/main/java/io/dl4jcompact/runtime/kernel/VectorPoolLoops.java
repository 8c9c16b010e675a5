package io.dl4jcompact.runtime.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Poolings of floats by vectors: two terms, or three of an odd number, then two more at a time. */
final class VectorPoolLoops implements PoolLoops {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  private final PoolLoops rest = new ScalarPoolLoops();

  @Override
  public void sum(
      float[] source, int from, int step, int terms, float[] target, int to, int count) {
    int done = terms < 2 ? 0 : FLOATS.loopBound(count);
    if (done > 0) {
      int next = 2 + terms % 2;
      if (next == 2) {
        add(source, from, source, from + step, target, to, done);
      } else {
        add(source, from, source, from + step, from + 2 * step, target, to, done);
      }
      for (; next < terms; next += 2) {
        int second = from + next * step;
        add(target, to, source, second, second + step, target, to, done);
      }
    }
    if (done < count) {
      rest.sum(source, from + done, step, terms, target, to + done, count - done);
    }
  }

  @Override
  public void greatest(
      float[] source, int from, int step, int terms, float[] target, int to, int count) {
    int done = terms < 2 ? 0 : FLOATS.loopBound(count);
    if (done > 0) {
      int next = 2 + terms % 2;
      if (next == 2) {
        raise(source, from, source, from + step, target, to, done);
      } else {
        raise(source, from, source, from + step, from + 2 * step, target, to, done);
      }
      for (; next < terms; next += 2) {
        int second = from + next * step;
        raise(target, to, source, second, second + step, target, to, done);
      }
    }
    if (done < count) {
      rest.greatest(source, from + done, step, terms, target, to + done, count - done);
    }
  }

  @Override
  public void divide(float[] sums, int from, float[] divisors, float factor) {
    int done = FLOATS.loopBound(divisors.length);
    FloatVector nothing = FLOAT.broadcast(-0f);
    FloatVector factors = FLOAT.broadcast(factor);
    for (int i = 0; i < done; i += WIDTH) {
      FloatVector divisor = factors.mul(FloatVector.fromArray(FLOATS, divisors, i));
      FloatVector sum = nothing.add(FloatVector.fromArray(FLOATS, sums, from + i));
      sum.div(divisor).intoArray(sums, from + i);
    }
    for (int i = done; i < divisors.length; i++) {
      sums[from + i] /= divisors[i] * factor;
    }
  }

  private static void add(
      float[] first, int at, float[] source, int second, float[] target, int to, int count) {
    FloatVector zero = FLOAT.broadcast(0f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector sum = zero.add(FloatVector.fromArray(FLOATS, first, at + i));
      FloatVector b = FloatVector.fromArray(FLOATS, source, second + i);
      sum.add(b).intoArray(target, to + i);
    }
  }

  private static void add(
      float[] first,
      int at,
      float[] source,
      int second,
      int third,
      float[] target,
      int to,
      int count) {
    FloatVector zero = FLOAT.broadcast(0f);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector sum = zero.add(FloatVector.fromArray(FLOATS, first, at + i));
      FloatVector b = FloatVector.fromArray(FLOATS, source, second + i);
      FloatVector c = FloatVector.fromArray(FLOATS, source, third + i);
      sum.add(b).add(c).intoArray(target, to + i);
    }
  }

  private static void raise(
      float[] first, int at, float[] source, int second, float[] target, int to, int count) {
    FloatVector least = FLOAT.broadcast(-Float.MAX_VALUE);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector greatest = least.max(FloatVector.fromArray(FLOATS, first, at + i));
      FloatVector b = FloatVector.fromArray(FLOATS, source, second + i);
      greatest.max(b).intoArray(target, to + i);
    }
  }

  private static void raise(
      float[] first,
      int at,
      float[] source,
      int second,
      int third,
      float[] target,
      int to,
      int count) {
    FloatVector least = FLOAT.broadcast(-Float.MAX_VALUE);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector greatest = least.max(FloatVector.fromArray(FLOATS, first, at + i));
      FloatVector b = FloatVector.fromArray(FLOATS, source, second + i);
      FloatVector c = FloatVector.fromArray(FLOATS, source, third + i);
      greatest.max(b).max(c).intoArray(target, to + i);
    }
  }
}
