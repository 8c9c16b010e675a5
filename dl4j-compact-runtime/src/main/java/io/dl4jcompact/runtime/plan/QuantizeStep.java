package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Quantize}: packs the bits of each position into whole words. */
final class QuantizeStep implements Step {

  private final OneBitQuantizer quantizer;
  private final int channels;
  private final Slot input;
  private final Slot output;

  QuantizeStep(Quantize operation, Operands operands) {
    quantizer = operation.quantizer();
    channels = operands.outputType().channels();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    int from = input.offset(memory);
    int end = from + batch * input.size();
    int word = output.offset(memory);
    for (; from < end; from += channels) {
      for (int c = 0; c < channels; c += Long.SIZE, word++) {
        int bits = Math.min(Long.SIZE, channels - c);
        memory.words()[word] = pack(memory.floats(), from + c, bits);
      }
    }
  }

  private long pack(float[] values, int from, int bits) {
    long word = 0;
    for (int i = 0; i < bits; i++) {
      word |= (quantizer.bit(values[from + i]) ? 1L : 0L) << i;
    }
    return word;
  }
}
