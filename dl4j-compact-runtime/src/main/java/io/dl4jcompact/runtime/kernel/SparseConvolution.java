package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.List;

/**
 * Floats times connected weights: each of these meets many placements at once, so that the work is
 * proportional to their number.
 */
final class SparseConvolution implements ConvolutionKernel {

  private static final int TILE = ScratchSize.LANES;

  /** Floats of a block of channels: an eighth of a second-level cache of a megabyte. */
  static final int CACHED_FLOATS = 32768;

  private final SparsePlanes planes;
  private final SparseProduct product;
  private final SparseSums sums;
  private final int positions;
  private final SparseSource source;

  SparseConvolution(Convolution operation, TensorType input, FloatLoops loops) {
    this(
        operation,
        input,
        loops,
        new SparseFloats(),
        loops.epilogue(operation.epilogue(), operation.outputs()));
  }

  /**
   * @param operation whose epilogue does not count
   */
  SparseConvolution(
      Convolution operation,
      TensorType input,
      FloatLoops loops,
      SparseSource source,
      FloatEpilogue epilogue) {
    this.source = source;
    planes = new SparsePlanes(operation.window(), input);
    SparseRows rows = SparseRows.of(operation, input);
    int blockChannels = Math.max(1, CACHED_FLOATS / planes.floatsOfTile(TILE));
    SparseBlocks blocks =
        SparseBlocks.of(
            rows,
            input.channels(),
            blockChannels,
            element -> planes.place(element % rows.taps(), element / rows.taps()));
    product = loops.sparseProduct(blocks);
    sums = new SparseSums(operation.outputs(), epilogue);
    positions = operation.outputType(List.of(input)).positions();
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(
        Math.addExact(planes.size(), source.size()), 0, 0, source.counts(TILE), SparseSums.ROWS);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int step = output.size() / positions;
    for (int sample = 0; sample < batch; sample++) {
      int from = source.load(memory, input, sample, planes.size());
      planes.load(source.floats(memory), from, memory.scratchFloats());
      int to = output.offset(memory) + sample * output.size();
      for (int first = 0; first < planes.placements(); first += TILE) {
        to += step * tile(memory, first, Math.min(TILE, planes.placements() - first), to, step);
      }
    }
  }

  private int tile(Memory memory, int first, int count, int to, int step) {
    int found = 0;
    for (int block = 0; block < sums.blocks(); block++) {
      product.multiply(
          memory.scratchFloats(),
          first,
          count,
          block * ScratchSize.LANES,
          sums.lanes(block),
          memory.sums(),
          SparseSums.BY_OUTPUT);
      found =
          sums.finish(block, first, count, planes.rowWidth(), planes.columns(), memory, to, step);
    }
    return found;
  }
}
