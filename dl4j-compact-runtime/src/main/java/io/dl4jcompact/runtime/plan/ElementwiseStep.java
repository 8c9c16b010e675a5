package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Elementwise}: inputs are combined from the first to the last. */
final class ElementwiseStep implements Step {

  private final Elementwise.Combination combination;
  private final Slot[] inputs;
  private final Slot output;

  ElementwiseStep(Elementwise operation, Operands operands) {
    combination = operation.combination();
    inputs = operands.inputs().toArray(Slot[]::new);
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] values = memory.floats();
    int to = output.offset(memory);
    int count = batch * output.size();
    System.arraycopy(values, inputs[0].offset(memory), values, to, count);
    for (int i = 1; i < inputs.length; i++) {
      combine(values, inputs[i].offset(memory), to, count);
    }
    if (combination == Elementwise.Combination.AVERAGE) {
      divide(values, to, count, inputs.length);
    }
  }

  private void combine(float[] values, int from, int to, int count) {
    switch (combination) {
      case ADD, AVERAGE -> add(values, from, to, count);
      case SUBTRACT -> subtract(values, from, to, count);
      case PRODUCT -> multiply(values, from, to, count);
      case MAX -> max(values, from, to, count);
    }
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

  private static void divide(float[] values, int to, int count, float divisor) {
    for (int i = 0; i < count; i++) {
      values[to + i] /= divisor;
    }
  }
}
