package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.TensorType;

/**
 * Sparse dense layers, whose placements are samples: many of these together, element after element,
 * as in {@link SparseConvolution}; few by themselves.
 */
final class SparseDense implements ConvolutionKernel {

  /** So many samples take less time one by one. */
  private static final int FEW = 3;

  /** Floats of a tile: a megabyte, which a second-level cache holds. */
  private static final int MOST_FLOATS = 1 << 18;

  private static final int LEAST_TILE = 16;
  private static final int TURNED = 4;
  private static final int MOST_TILE = 64;
  private static final int LANES = ScratchSize.LANES;

  private final SparseDots dots;
  private final SparseProduct product;
  private final SparseSums sums;
  private final int length;
  private final int tile;
  private final SparseSource source;

  SparseDense(Convolution operation, TensorType input, FloatLoops loops) {
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
  SparseDense(
      Convolution operation,
      TensorType input,
      FloatLoops loops,
      SparseSource source,
      FloatEpilogue epilogue) {
    this.source = source;
    length = input.size();
    int room = Math.max(LEAST_TILE, Math.min(MOST_TILE, MOST_FLOATS / length));
    tile = room / LEAST_TILE * LEAST_TILE;
    SparseRows rows = SparseRows.of(operation, input);
    dots = new SparseDots(rows, length);
    int blockElements = SparseConvolution.CACHED_FLOATS / tile;
    product =
        loops.sparseProduct(
            SparseBlocks.of(rows, length, blockElements, element -> element * tile));
    sums = new SparseSums(operation.outputs(), epilogue);
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(
        Math.addExact(turnedSize(), Math.multiplyExact(TURNED, source.size())),
        0,
        0,
        source.counts(tile),
        SparseSums.ROWS);
  }

  private int turnedSize() {
    return Math.addExact(Math.multiplyExact(tile, length), LANES);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    for (int first = 0; first < batch; first += tile) {
      int count = Math.min(tile, batch - first);
      int to = output.offset(memory) + first * output.size();
      if (count > FEW) {
        many(memory, input, first, count, to, output.size());
      } else {
        few(memory, input, first, count, to, output.size());
      }
    }
  }

  private void many(Memory memory, Slot input, int from, int count, int to, int step) {
    turn(memory, input, from, count);
    for (int block = 0; block < sums.blocks(); block++) {
      int first = block * LANES;
      product.multiply(
          memory.scratchFloats(),
          0,
          count,
          first,
          sums.lanes(block),
          memory.sums(),
          SparseSums.BY_OUTPUT);
      sums.finish(block, 0, count, count, count, memory, to, step);
    }
  }

  private void few(Memory memory, Slot input, int first, int count, int to, int step) {
    int from = load(memory, input, first, count);
    float[] elements = source.floats(memory);
    for (int block = 0; block < sums.blocks(); block++) {
      for (int sample = 0; sample < count; sample++) {
        dots.multiply(
            elements,
            from + sample * length,
            block * LANES,
            sums.lanes(block),
            memory.scratchFloats(),
            memory.sums()[sample]);
      }
      sums.finish(block, count, memory, to, step);
    }
  }

  /** Loads at most four samples; they follow each other. */
  private int load(Memory memory, Slot input, int first, int count) {
    int from = source.load(memory, input, first, turnedSize());
    for (int n = 1; n < count; n++) {
      source.load(memory, input, first + n, turnedSize() + n * length);
    }
    return from;
  }

  /** From samples after each other to elements after each other. */
  private void turn(Memory memory, Slot input, int first, int count) {
    float[] elements = source.floats(memory);
    float[] target = memory.scratchFloats();
    int sample = 0;
    for (; sample + TURNED <= count; sample += TURNED) {
      turnFour(elements, load(memory, input, first + sample, TURNED), target, sample);
    }
    for (; sample < count; sample++) {
      int from = load(memory, input, first + sample, 1);
      for (int k = 0; k < length; k++) {
        target[k * tile + sample] = elements[from + k];
      }
    }
  }

  private void turnFour(float[] elements, int from, float[] target, int to) {
    int second = from + length;
    int third = second + length;
    int fourth = third + length;
    for (int k = 0; k < length; k++) {
      int at = to + k * tile;
      target[at] = elements[from + k];
      target[at + 1] = elements[second + k];
      target[at + 2] = elements[third + k];
      target[at + TURNED - 1] = elements[fourth + k];
    }
  }
}
