package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.kernel.ConvolutionKernel;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.ScratchSize;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Convolution} by a kernel. */
final class ConvolutionStep implements Step {

  private final ConvolutionKernel kernel;
  private final Slot input;
  private final Slot output;

  ConvolutionStep(Convolution operation, Operands operands) {
    kernel = operands.kernels().convolution(operation, operands.inputType());
    input = operands.input();
    output = operands.output();
  }

  @Override
  public ScratchSize scratch() {
    return kernel.scratch();
  }

  @Override
  public void run(Memory memory, int batch) {
    kernel.run(memory, input, output, batch);
  }
}
