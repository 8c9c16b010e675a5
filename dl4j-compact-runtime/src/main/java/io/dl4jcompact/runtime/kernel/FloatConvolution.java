package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Arrays;

/**
 * Floats times float or ±1 weights.
 *
 * <p>Works on tiles of rows as {@link BitConvolution} does, one group of outputs after the other.
 * Sums are of 32-bit floats in a fixed order ({@link FloatBlocks#multiply}): the same input gives
 * the same bits at every run and in any batch.
 */
final class FloatConvolution implements ConvolutionKernel {

  private static final int TILE = 32;

  private final Placements placements;
  private final Group[] groups;
  private final int length;
  private final int outputs;
  private final boolean rowsAreSamples;

  /** What the outputs of one group need. */
  private record Group(
      FloatGather gather, FloatBlocks weights, RealEpilogue epilogue, int firstOutput) {}

  FloatConvolution(Convolution operation, TensorType input) {
    placements = Placements.of(operation.window(), input);
    length = operation.window().taps() * operation.groupChannels(input);
    outputs = operation.outputs();
    groups = new Group[operation.groups()];
    Arrays.setAll(groups, group -> group(operation, input, group));
    rowsAreSamples = operation.window().covers(input) && groups.length == 1;
  }

  private Group group(Convolution operation, TensorType input, int group) {
    int channels = operation.groupChannels(input);
    int count = operation.groupOutputs();
    int first = group * count;
    return new Group(
        new FloatGather(operation.window(), input, placements, group * channels, channels),
        new FloatBlocks(operation.weights(), first, count, length),
        new RealEpilogue((Epilogue.Real) operation.epilogue(), first, count, FloatBlocks.LANES),
        first);
  }

  @Override
  public ScratchSize scratch() {
    int rows = rowsAreSamples ? 0 : Math.multiplyExact(TILE, length);
    return new ScratchSize(rows, 0, 0, TILE);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    if (rowsAreSamples) {
      for (int first = 0; first < batch; first += TILE) {
        int count = Math.min(TILE, batch - first);
        int row = from + first * length;
        multiply(groups[0], memory, memory.floats(), row, count, to + first * outputs);
      }
      return;
    }
    for (int sample = 0; sample < batch; sample++) {
      int map = from + sample * input.size();
      for (int first = 0; first < placements.count(); first += TILE) {
        int count = Math.min(TILE, placements.count() - first);
        int at = to + sample * output.size() + first * outputs;
        for (Group group : groups) {
          collect(group.gather(), memory, map, first, count);
          multiply(group, memory, memory.scratchFloats(), 0, count, at + group.firstOutput());
        }
      }
    }
  }

  private void collect(FloatGather gather, Memory memory, int map, int first, int count) {
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

  private void multiply(Group group, Memory memory, float[] rows, int from, int count, int to) {
    for (int block = 0; block < group.weights().blocks(); block++) {
      int first = to + block * FloatBlocks.LANES;
      group.weights().multiply(block, rows, from, count, memory.sums());
      for (int r = 0; r < count; r++) {
        float[] sums = memory.sums()[r];
        group.epilogue().run(block, sums, memory.floats(), first + r * outputs);
      }
    }
  }
}
