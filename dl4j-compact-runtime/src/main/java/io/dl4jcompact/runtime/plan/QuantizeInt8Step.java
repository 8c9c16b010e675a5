package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link QuantizeInt8}, one value after the other. */
final class QuantizeInt8Step implements Step {

  private final AffineQuantizer quantizer;
  private final Slot input;
  private final Slot output;

  QuantizeInt8Step(QuantizeInt8 operation, Operands operands) {
    quantizer = operation.quantizer();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] values = memory.floats();
    byte[] integers = memory.bytes();
    int from = input.offset(memory);
    int to = output.offset(memory);
    int count = batch * output.size();
    for (int i = 0; i < count; i++) {
      integers[to + i] = (byte) quantizer.quantize(values[from + i]);
    }
  }
}
