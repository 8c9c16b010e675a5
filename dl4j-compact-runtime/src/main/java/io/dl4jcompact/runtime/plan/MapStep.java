package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.kernel.FloatMap;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;

/** Runs {@link Activate} and {@link Affine} by a kernel. */
final class MapStep implements Step {

  private final FloatMap map;
  private final Slot input;
  private final Slot output;

  private MapStep(FloatMap map, Operands operands) {
    this.map = map;
    input = operands.input();
    output = operands.output();
  }

  static MapStep of(Activate operation, Operands operands) {
    return new MapStep(operands.kernels().map(operation.activation()), operands);
  }

  static MapStep of(Affine operation, Operands operands) {
    int channels = operands.outputType().channels();
    return new MapStep(operands.kernels().map(operation, channels), operands);
  }

  @Override
  public void run(Memory memory, int batch) {
    map.run(memory.floats(), input.offset(memory), output.offset(memory), batch * output.size());
  }
}
