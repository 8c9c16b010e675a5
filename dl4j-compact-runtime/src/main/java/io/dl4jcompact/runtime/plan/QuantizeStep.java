package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.kernel.BitQuantizer;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Quantize} and {@link ChannelThreshold} by a kernel. */
final class QuantizeStep implements Step {

  private final BitQuantizer quantizer;
  private final int positions;
  private final int channels;
  private final Slot input;
  private final Slot output;

  private QuantizeStep(BitQuantizer quantizer, Operands operands) {
    this.quantizer = quantizer;
    positions = operands.outputType().positions();
    channels = operands.outputType().channels();
    input = operands.input();
    output = operands.output();
  }

  static QuantizeStep of(Quantize operation, Operands operands) {
    return new QuantizeStep(operands.kernels().quantizer(operation.quantizer()), operands);
  }

  static QuantizeStep of(ChannelThreshold operation, Operands operands) {
    return new QuantizeStep(operands.kernels().quantizer(operation), operands);
  }

  @Override
  public void run(Memory memory, int batch) {
    quantizer.run(
        memory.floats(),
        input.offset(memory),
        memory.words(),
        output.offset(memory),
        batch * positions,
        channels);
  }
}
