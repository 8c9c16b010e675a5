package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Elementwise;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The table of what combines two floats, by vectors. */
final class VectorFolds {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();

  private VectorFolds() {}

  /** An average's sum is divided later. */
  static FloatFold of(Elementwise.Combination combination) {
    FloatFold rest = ScalarFold.of(combination);
    FloatFold vectors =
        switch (combination) {
          case ADD, AVERAGE -> VectorFolds::add;
          case SUBTRACT -> VectorFolds::subtract;
          case PRODUCT -> VectorFolds::multiply;
          case MAX -> VectorFolds::max;
        };
    return (values, from, to, count) -> {
      int done = FLOATS.loopBound(count);
      vectors.run(values, from, to, done);
      rest.run(values, from + done, to + done, count - done);
    };
  }

  private static void add(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, values, to + i));
      x.add(FloatVector.fromArray(FLOATS, values, from + i)).intoArray(values, to + i);
    }
  }

  private static void subtract(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, values, to + i));
      x.sub(FloatVector.fromArray(FLOATS, values, from + i)).intoArray(values, to + i);
    }
  }

  private static void multiply(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, values, to + i));
      x.mul(FloatVector.fromArray(FLOATS, values, from + i)).intoArray(values, to + i);
    }
  }

  private static void max(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, values, to + i));
      x.max(FloatVector.fromArray(FLOATS, values, from + i)).intoArray(values, to + i);
    }
  }
}
