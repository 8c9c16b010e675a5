package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.kernel.BitExpander;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Unpack} by a kernel. */
final class UnpackStep implements Step {

  private final BitExpander expander;
  private final int positions;
  private final int channels;
  private final Slot input;
  private final Slot output;

  UnpackStep(Unpack operation, Operands operands) {
    expander = operands.kernels().expander(operands.inputType().element());
    positions = operands.outputType().positions();
    channels = operands.outputType().channels();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    expander.run(
        memory.words(),
        input.offset(memory),
        memory.floats(),
        output.offset(memory),
        batch * positions,
        channels);
  }
}
