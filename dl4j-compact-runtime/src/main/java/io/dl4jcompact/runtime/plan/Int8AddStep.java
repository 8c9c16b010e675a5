package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Int8Add}: what each input's integer adds is looked up. */
final class Int8AddStep implements Step {

  /** For each input and integer, the product; what rounds is part of the first input's. */
  private final long[][] terms;

  private final int shift;
  private final Int8Range range;
  private final Slot[] inputs;
  private final Slot output;

  Int8AddStep(Int8Add operation, Operands operands) {
    terms = new long[operation.zeroPoints().length()][DequantizeInt8Step.LEVELS];
    shift = operation.shift();
    range = operation.range();
    for (int i = 0; i < terms.length; i++) {
      long half = i == 0 ? 1L << shift - 1 : 0;
      for (int q = 0; q < terms[i].length; q++) {
        long steps = q + Byte.MIN_VALUE - operation.zeroPoints().get(i);
        terms[i][q] = steps * operation.multipliers().get(i) + half;
      }
    }
    inputs = operands.inputs();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    byte[] integers = memory.bytes();
    int to = output.offset(memory);
    int count = batch * output.size();
    if (inputs.length == 2) {
      add(integers, inputs[0].offset(memory), inputs[1].offset(memory), to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      long sum = 0;
      for (int k = 0; k < inputs.length; k++) {
        sum += terms[k][integers[inputs[k].offset(memory) + i] - Byte.MIN_VALUE];
      }
      integers[to + i] = range.place(sum >> shift);
    }
  }

  private void add(byte[] integers, int first, int second, int to, int count) {
    long[] a = terms[0];
    long[] b = terms[1];
    for (int i = 0; i < count; i++) {
      long sum = a[integers[first + i] - Byte.MIN_VALUE] + b[integers[second + i] - Byte.MIN_VALUE];
      integers[to + i] = range.place(sum >> shift);
    }
  }
}
