package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link DequantizeInt8}: each integer's float is looked up. */
final class DequantizeInt8Step implements Step {

  static final int LEVELS = 256;

  private final float[] values = new float[LEVELS];
  private final Slot input;
  private final Slot output;

  DequantizeInt8Step(DequantizeInt8 operation, Operands operands) {
    for (int i = 0; i < LEVELS; i++) {
      values[i] = operation.quantizer().dequantize(i + Byte.MIN_VALUE);
    }
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    byte[] integers = memory.bytes();
    float[] floats = memory.floats();
    int from = input.offset(memory);
    int to = output.offset(memory);
    int count = batch * output.size();
    for (int i = 0; i < count; i++) {
      floats[to + i] = values[integers[from + i] - Byte.MIN_VALUE];
    }
  }
}
