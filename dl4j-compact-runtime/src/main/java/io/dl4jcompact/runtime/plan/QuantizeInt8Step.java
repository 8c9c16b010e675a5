package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.kernel.Int8Quantizer;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link QuantizeInt8} by a kernel. */
final class QuantizeInt8Step implements Step {

  private final Int8Quantizer quantizer;
  private final Slot input;
  private final Slot output;

  QuantizeInt8Step(QuantizeInt8 operation, Operands operands) {
    quantizer = operands.kernels().quantizer(operation.quantizer());
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    quantizer.run(
        memory.floats(),
        input.offset(memory),
        memory.bytes(),
        output.offset(memory),
        batch * output.size());
  }
}
