package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.PoolKernel;
import io.dl4jcompact.runtime.kernel.ScratchSize;
import io.dl4jcompact.runtime.kernel.Slot;

/**
 * Runs {@link Pool}, {@link Int8AveragePool} and {@link GlobalPool}, which is a pooling whose
 * window covers the map, by a kernel.
 */
final class PoolStep implements Step {

  private final PoolKernel kernel;
  private final Slot input;
  private final Slot output;

  private PoolStep(PoolKernel kernel, Operands operands) {
    this.kernel = kernel;
    input = operands.input();
    output = operands.output();
  }

  static PoolStep of(Pool operation, Operands operands) {
    return new PoolStep(operands.kernels().pool(operation, operands.inputType()), operands);
  }

  static PoolStep of(Int8AveragePool operation, Operands operands) {
    return new PoolStep(operands.kernels().pool(operation, operands.inputType()), operands);
  }

  static PoolStep global(GlobalPool operation, Operands operands) {
    Window window = Window.covering(operands.inputType());
    return of(new Pool(window, operation.pooling()), operands);
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
