package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.kernel.Layout;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Unflatten}. */
final class UnflattenStep implements Step {

  private final TensorType map;
  private final Slot input;
  private final Slot output;

  UnflattenStep(Unflatten operation, Operands operands) {
    map = operands.outputType();
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
        Layout.toChannelsLast(values, from, values, to, map.positions(), map.channels());
      } else {
        float[] values = memory.floats();
        Layout.toChannelsLast(values, from, values, to, map.positions(), map.channels());
      }
    }
  }
}
