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

  SparseDense(Convolution operation, TensorType input, FloatLoops loops) {
    length = input.size();
    int room = Math.max(LEAST_TILE, Math.min(MOST_TILE, MOST_FLOATS / length));
    tile = room / LEAST_TILE * LEAST_TILE;
    SparseRows rows = SparseRows.of(operation, input);
    dots = new SparseDots(rows, length);
    int blockElements = SparseConvolution.CACHED_FLOATS / tile;
    product =
        loops.sparseProduct(
            SparseBlocks.of(rows, length, blockElements, element -> element * tile));
    sums = new SparseSums(operation, loops);
  }

  @Override
  public ScratchSize scratch() {
    int turned = Math.addExact(Math.multiplyExact(tile, length), LANES);
    return new ScratchSize(turned, 0, 0, 0, SparseSums.ROWS);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int step = output.size();
    for (int first = 0; first < batch; first += tile) {
      int count = Math.min(tile, batch - first);
      int from = input.offset(memory) + first * length;
      int to = output.offset(memory) + first * step;
      if (count > FEW) {
        many(memory, from, count, to, step);
      } else {
        few(memory, from, count, to, step);
      }
    }
  }

  private void many(Memory memory, int from, int count, int to, int step) {
    turn(memory.floats(), from, count, memory.scratchFloats());
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

  private void few(Memory memory, int from, int count, int to, int step) {
    for (int block = 0; block < sums.blocks(); block++) {
      for (int sample = 0; sample < count; sample++) {
        dots.multiply(
            memory.floats(),
            from + sample * length,
            block * LANES,
            sums.lanes(block),
            memory.scratchFloats(),
            memory.sums()[sample]);
      }
      sums.finish(block, count, memory, to, step);
    }
  }

  /** From samples after each other to elements after each other. */
  private void turn(float[] source, int from, int count, float[] target) {
    int sample = 0;
    for (; sample + TURNED <= count; sample += TURNED) {
      turnFour(source, from + sample * length, target, sample);
    }
    for (; sample < count; sample++) {
      int at = from + sample * length;
      for (int k = 0; k < length; k++) {
        target[k * tile + sample] = source[at + k];
      }
    }
  }

  private void turnFour(float[] source, int from, float[] target, int to) {
    int second = from + length;
    int third = second + length;
    int fourth = third + length;
    for (int k = 0; k < length; k++) {
      int at = to + k * tile;
      target[at] = source[from + k];
      target[at + 1] = source[second + k];
      target[at + 2] = source[third + k];
      target[at + TURNED - 1] = source[fourth + k];
    }
  }
}
