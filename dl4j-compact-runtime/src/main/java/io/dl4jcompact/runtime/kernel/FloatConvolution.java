package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;

/**
 * Floats times float or ±1 weights.
 *
 * <p>Works on tiles of rows as {@link BitConvolution} does. Sums are of 32-bit floats in a fixed
 * order ({@link FloatBlocks#multiply}): the same input gives the same bits at every run and in any
 * batch.
 */
final class FloatConvolution implements ConvolutionKernel {

  private static final int TILE = 32;

  private final Placements placements;
  private final FloatGather gather;
  private final FloatBlocks weights;
  private final RealEpilogue epilogue;
  private final int length;
  private final int outputs;
  private final boolean rowsAreSamples;

  FloatConvolution(Convolution operation, TensorType input) {
    placements = Placements.of(operation.window(), input);
    gather = new FloatGather(operation.window(), input, placements);
    length = operation.window().taps() * input.channels();
    outputs = operation.outputs();
    weights = new FloatBlocks(operation.weights(), outputs, length);
    epilogue = new RealEpilogue((Epilogue.Real) operation.epilogue(), outputs, FloatBlocks.LANES);
    rowsAreSamples = operation.window().covers(input);
  }

  @Override
  public ScratchSize scratch() {
    int rows = rowsAreSamples ? 0 : Math.multiplyExact(TILE, length);
    return new ScratchSize(rows, 0, 0, 0, TILE);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    if (rowsAreSamples) {
      for (int first = 0; first < batch; first += TILE) {
        int count = Math.min(TILE, batch - first);
        multiply(memory, memory.floats(), from + first * length, count, to + first * outputs);
      }
      return;
    }
    for (int sample = 0; sample < batch; sample++) {
      int map = from + sample * input.size();
      for (int first = 0; first < placements.count(); first += TILE) {
        int count = Math.min(TILE, placements.count() - first);
        collect(memory, map, first, count);
        int at = to + sample * output.size() + first * outputs;
        multiply(memory, memory.scratchFloats(), 0, count, at);
      }
    }
  }

  private void collect(Memory memory, int map, int first, int count) {
    int row = first / placements.width();
    int column = first % placements.width();
    for (int r = 0; r < count; r++) {
      gather.run(memory.floats(), map, row, column, memory.scratchFloats(), r * length);
      if (++column == placements.width()) {
        column = 0;
        row++;
      }
    }
  }

  private void multiply(Memory memory, float[] rows, int from, int count, int to) {
    for (int block = 0; block < weights.blocks(); block++) {
      int first = to + block * FloatBlocks.LANES;
      weights.multiply(block, rows, from, count, memory.sums());
      for (int r = 0; r < count; r++) {
        epilogue.run(block, memory.sums()[r], memory.floats(), first + r * outputs);
      }
    }
  }
}
