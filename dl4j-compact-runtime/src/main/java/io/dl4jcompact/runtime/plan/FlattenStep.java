package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Layout;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Flatten}. */
final class FlattenStep implements Step {

  private final TensorType map;
  private final Slot input;
  private final Slot output;

  FlattenStep(Flatten operation, Operands operands) {
    map = operands.inputType();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    for (int sample = 0; sample < batch; sample++, from += map.size(), to += map.size()) {
      if (map.element() == ElementType.INT8) {
        byte[] values = memory.bytes();
        Layout.toChannelsFirst(values, from, values, to, map.positions(), map.channels());
      } else {
        float[] values = memory.floats();
        Layout.toChannelsFirst(values, from, values, to, map.positions(), map.channels());
      }
    }
  }
}
