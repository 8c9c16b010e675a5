package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Softmax}, with the greatest value subtracted first so that nothing overflows. */
final class SoftmaxStep implements Step {

  private final int channels;
  private final Slot input;
  private final Slot output;

  SoftmaxStep(Softmax operation, Operands operands) {
    channels = operands.outputType().channels();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    int end = from + batch * input.size();
    for (; from < end; from += channels, to += channels) {
      position(memory.floats(), from, to);
    }
  }

  private void position(float[] values, int from, int to) {
    float greatest = values[from];
    for (int c = 1; c < channels; c++) {
      greatest = Math.max(greatest, values[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      double power = Math.exp((double) values[from + c] - greatest);
      values[to + c] = (float) power;
      sum += power;
    }
    for (int c = 0; c < channels; c++) {
      values[to + c] = (float) (values[to + c] / sum);
    }
  }
}
