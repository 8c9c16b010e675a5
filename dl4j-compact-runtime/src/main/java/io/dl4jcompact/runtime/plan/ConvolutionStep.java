package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.kernel.ConvolutionKernel;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.ScratchSize;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Convolution} and {@link Int8Convolution} by a kernel. */
final class ConvolutionStep implements Step {

  private final ConvolutionKernel kernel;
  private final Slot input;
  private final Slot output;

  private ConvolutionStep(ConvolutionKernel kernel, Operands operands) {
    this.kernel = kernel;
    input = operands.input();
    output = operands.output();
  }

  static ConvolutionStep of(Convolution operation, Operands operands) {
    return new ConvolutionStep(
        operands.kernels().convolution(operation, operands.inputType()), operands);
  }

  static ConvolutionStep of(Int8Convolution operation, Operands operands) {
    return new ConvolutionStep(
        operands.kernels().convolution(operation, operands.inputType()), operands);
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
