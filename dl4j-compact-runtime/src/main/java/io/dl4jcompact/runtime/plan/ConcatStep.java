package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;
import java.util.List;

/** Runs {@link Concat}. */
final class ConcatStep implements Step {

  private final Slot[] inputs;
  private final int[] channels;
  private final int outputChannels;
  private final int positions;
  private final Slot output;

  ConcatStep(Concat operation, Operands operands) {
    inputs = operands.inputs();
    channels = channels(operands.inputTypes());
    outputChannels = operands.outputType().channels();
    positions = operands.outputType().positions();
    output = operands.output();
  }

  private static int[] channels(List<TensorType> types) {
    int[] channels = new int[types.size()];
    for (int i = 0; i < channels.length; i++) {
      channels[i] = types.get(i).channels();
    }
    return channels;
  }

  @Override
  public void run(Memory memory, int batch) {
    Object values = memory.arena(output);
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
