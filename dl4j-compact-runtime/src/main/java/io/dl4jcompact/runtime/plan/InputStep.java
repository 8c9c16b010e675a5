package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Layout;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Input}: takes the block's samples from the caller's array. */
final class InputStep implements Step {

  private final int index;
  private final TensorType type;
  private final Slot output;

  InputStep(Input operation, Operands operands) {
    index = operands.graph().inputs().indexOf(operands.node());
    type = operation.type();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] source = memory.input(index);
    int to = output.offset(memory);
    int size = type.size();
    for (int sample = 0; sample < batch; sample++) {
      int from = (memory.firstSample() + sample) * size;
      Layout.toChannelsLast(
          source, from, memory.floats(), to + sample * size, type.positions(), type.channels());
    }
  }
}
