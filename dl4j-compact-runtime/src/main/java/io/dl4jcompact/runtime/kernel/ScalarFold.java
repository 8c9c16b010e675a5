package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Elementwise;

/** What combines two floats, by plain loops. */
enum ScalarFold implements FloatFold {
  ADD {
    @Override
    public void run(float[] values, int from, int to, int count) {
      for (int i = 0; i < count; i++) {
        values[to + i] += values[from + i];
      }
    }
  },
  SUBTRACT {
    @Override
    public void run(float[] values, int from, int to, int count) {
      for (int i = 0; i < count; i++) {
        values[to + i] -= values[from + i];
      }
    }
  },
  MULTIPLY {
    @Override
    public void run(float[] values, int from, int to, int count) {
      for (int i = 0; i < count; i++) {
        values[to + i] *= values[from + i];
      }
    }
  },
  MAX {
    @Override
    public void run(float[] values, int from, int to, int count) {
      for (int i = 0; i < count; i++) {
        values[to + i] = Math.max(values[to + i], values[from + i]);
      }
    }
  };

  /** An average's sum is divided later. */
  static ScalarFold of(Elementwise.Combination combination) {
    return switch (combination) {
      case ADD, AVERAGE -> ADD;
      case SUBTRACT -> SUBTRACT;
      case PRODUCT -> MULTIPLY;
      case MAX -> MAX;
    };
  }
}
