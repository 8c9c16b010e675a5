package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Concat}. */
final class ConcatStep implements Step {

  private final Slot[] inputs;
  private final int[] channels;
  private final int outputChannels;
  private final int positions;
  private final Slot output;

  ConcatStep(Concat operation, Operands operands) {
    inputs = operands.inputs().toArray(Slot[]::new);
    channels = operands.inputTypes().stream().mapToInt(TensorType::channels).toArray();
    outputChannels = operands.outputType().channels();
    positions = operands.outputType().positions();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] values = memory.floats();
    int to = output.offset(memory);
    for (int i = 0; i < inputs.length; i++) {
      int from = inputs[i].offset(memory);
      for (int position = 0; position < batch * positions; position++) {
        System.arraycopy(
            values,
            from + position * channels[i],
            values,
            to + position * outputChannels,
            channels[i]);
      }
      to += channels[i];
    }
  }
}
