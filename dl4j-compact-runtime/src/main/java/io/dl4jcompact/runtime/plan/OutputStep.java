package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Layout;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Gives a result of the graph to the caller's array. */
final class OutputStep implements Step {

  private final int index;
  private final TensorType type;
  private final Slot input;

  /**
   * @param index which of the graph's outputs
   */
  OutputStep(int index, TensorType type, Slot input) {
    this.index = index;
    this.type = type;
    this.input = input;
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] target = memory.output(index);
    int from = input.offset(memory);
    int size = type.size();
    for (int sample = 0; sample < batch; sample++) {
      int to = (memory.firstSample() + sample) * size;
      Layout.toChannelsFirst(
          memory.floats(), from + sample * size, target, to, type.positions(), type.channels());
    }
  }
}
