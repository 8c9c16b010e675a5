package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.kernel.BitQuantizer;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Quantize} by a kernel. */
final class QuantizeStep implements Step {

  private final BitQuantizer quantizer;
  private final int positions;
  private final int channels;
  private final Slot input;
  private final Slot output;

  QuantizeStep(Quantize operation, Operands operands) {
    quantizer = operands.kernels().quantizer(operation.quantizer());
    positions = operands.outputType().positions();
    channels = operands.outputType().channels();
    input = operands.input();
    output = operands.output();
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
