package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Elementwise;

/** The table of what combines two floats, by plain loops. */
final class ScalarFolds {

  private ScalarFolds() {}

  /** An average's sum is divided later. */
  static FloatFold of(Elementwise.Combination combination) {
    return switch (combination) {
      case ADD, AVERAGE -> ScalarFolds::add;
      case SUBTRACT -> ScalarFolds::subtract;
      case PRODUCT -> ScalarFolds::multiply;
      case MAX -> ScalarFolds::max;
    };
  }

  private static void add(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      values[to + i] += values[from + i];
    }
  }

  private static void subtract(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      values[to + i] -= values[from + i];
    }
  }

  private static void multiply(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      values[to + i] *= values[from + i];
    }
  }

  private static void max(float[] values, int from, int to, int count) {
    for (int i = 0; i < count; i++) {
      values[to + i] = Math.max(values[to + i], values[from + i]);
    }
  }
}
