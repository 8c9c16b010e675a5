package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Upsample} on floats or bits. */
final class UpsampleStep implements Step {

  private final int vertical;
  private final int horizontal;
  private final int rows;
  private final int columns;
  private final int channelStride;
  private final Slot input;
  private final Slot output;

  UpsampleStep(Upsample operation, Operands operands) {
    TensorType type = operands.inputType();
    vertical = operation.vertical();
    horizontal = operation.horizontal();
    rows = type.height();
    columns = type.width();
    channelStride = Slot.channelStride(type);
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    Object values = memory.arena(input);
    int from = input.offset(memory);
    int to = output.offset(memory);
    int line = columns * horizontal * channelStride;
    // The rows of all samples follow each other, so samples need no loop of their own.
    for (int row = 0; row < batch * rows; row++) {
      int first = to;
      for (int column = 0; column < columns; column++, from += channelStride) {
        for (int i = 0; i < horizontal; i++, to += channelStride) {
          System.arraycopy(values, from, values, to, channelStride);
        }
      }
      for (int i = 1; i < vertical; i++, to += line) {
        System.arraycopy(values, first, values, to, line);
      }
    }
  }
}
