package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Unpack}. */
final class UnpackStep implements Step {

  private final float lower;
  private final float difference;
  private final int channels;
  private final Slot input;
  private final Slot output;

  UnpackStep(Unpack operation, Operands operands) {
    ElementType element = operands.inputType().element();
    lower = element.valueOf(false);
    difference = element.valueOf(true) - lower;
    channels = operands.outputType().channels();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    int to = output.offset(memory);
    int end = to + batch * output.size();
    int word = input.offset(memory);
    for (; to < end; to += channels) {
      for (int c = 0; c < channels; c += Long.SIZE, word++) {
        int bits = Math.min(Long.SIZE, channels - c);
        unpack(memory.words()[word], memory.floats(), to + c, bits);
      }
    }
  }

  private void unpack(long word, float[] values, int to, int bits) {
    for (int i = 0; i < bits; i++) {
      values[to + i] = lower + difference * (word >>> i & 1);
    }
  }
}
