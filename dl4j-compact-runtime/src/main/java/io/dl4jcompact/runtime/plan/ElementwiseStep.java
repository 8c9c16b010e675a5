package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.kernel.FloatFold;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Elementwise}: inputs are combined from the first to the last. */
final class ElementwiseStep implements Step {

  private final FloatFold fold;
  private final boolean average;
  private final Slot[] inputs;
  private final Slot output;

  ElementwiseStep(Elementwise operation, Operands operands) {
    fold = operands.kernels().fold(operation.combination());
    average = operation.combination() == Elementwise.Combination.AVERAGE;
    inputs = operands.inputs();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] values = memory.floats();
    int to = output.offset(memory);
    int count = batch * output.size();
    System.arraycopy(values, inputs[0].offset(memory), values, to, count);
    for (int i = 1; i < inputs.length; i++) {
      fold.run(values, inputs[i].offset(memory), to, count);
    }
    if (average) {
      divide(values, to, count, inputs.length);
    }
  }

  private static void divide(float[] values, int to, int count, float divisor) {
    for (int i = to; i < to + count; i++) {
      values[i] /= divisor;
    }
  }
}
