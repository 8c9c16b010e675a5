package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.kernel.ActivationLoop;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Activate}. */
final class ActivateStep implements Step {

  private final Activation activation;
  private final Slot input;
  private final Slot output;

  ActivateStep(Activate operation, Operands operands) {
    activation = operation.activation();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] values = memory.floats();
    int to = output.offset(memory);
    int count = batch * output.size();
    System.arraycopy(values, input.offset(memory), values, to, count);
    ActivationLoop.run(activation, values, to, count);
  }
}
