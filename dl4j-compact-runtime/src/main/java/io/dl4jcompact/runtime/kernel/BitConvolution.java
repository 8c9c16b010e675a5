package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * Bits times ±1 weights by AND and population count.
 *
 * <p>Rows of bits, one a placement, are collected for a tile of placements; each block of weights
 * then meets all rows of the tile while it is in the first-level cache. Where the window covers the
 * map, the samples themselves are the rows.
 */
final class BitConvolution implements ConvolutionKernel {

  private static final int TILE = 32;

  private final BitRowLayout layout;
  private final Placements placements;
  private final BitGather gather;
  private final BitProduct weights;
  private final BitSums sums;
  private final BitEpilogue epilogue;
  private final boolean rowsAreSamples;

  /** Makes the weights of a product from their bits. */
  @FunctionalInterface
  interface WeightPacking {
    BitProduct pack(Weights.Signs weights, int outputs, BitRowLayout layout);
  }

  BitConvolution(Convolution operation, TensorType input, WeightPacking packing) {
    layout = BitRowLayout.of(operation.window(), input);
    placements = Placements.of(operation.window(), input);
    gather = new BitGather(operation.window(), input, placements, layout);
    weights = packing.pack((Weights.Signs) operation.weights(), operation.outputs(), layout);
    sums = new BitSums(operation, input, placements);
    epilogue = epilogue(operation, sums, input);
    rowsAreSamples = operation.window().covers(input) && layout.isAligned();
  }

  private static BitEpilogue epilogue(Convolution operation, BitSums sums, TensorType input) {
    if (operation.epilogue() instanceof Epilogue.Threshold threshold) {
      return new ThresholdEpilogue(threshold, sums, operation.window().taps() * input.channels());
    }
    return new RealBitEpilogue((Epilogue.Real) operation.epilogue(), sums, operation.outputs());
  }

  @Override
  public ScratchSize scratch() {
    int words = Math.addExact(collectedWords(), weights.workingWords(TILE));
    return new ScratchSize(0, words, TILE, 1);
  }

  /** Words at the start of the working space that rows are collected in. */
  private int collectedWords() {
    return rowsAreSamples ? 0 : Math.multiplyExact(TILE, layout.words());
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    if (rowsAreSamples) {
      for (int first = 0; first < batch; first += TILE) {
        int count = Math.min(TILE, batch - first);
        multiply(
            memory,
            memory.words(),
            from + first * input.size(),
            0,
            count,
            to + first * output.size(),
            output.size());
      }
      return;
    }
    int step = output.size() / placements.count();
    for (int sample = 0; sample < batch; sample++) {
      int map = from + sample * input.size();
      for (int first = 0; first < placements.count(); first += TILE) {
        int count = Math.min(TILE, placements.count() - first);
        collect(memory, map, first, count);
        int at = to + sample * output.size() + first * step;
        multiply(memory, memory.scratchWords(), 0, first, count, at, step);
      }
    }
  }

  private void collect(Memory memory, int map, int first, int count) {
    int row = first / placements.width();
    int column = first % placements.width();
    for (int r = 0; r < count; r++) {
      gather.run(memory.words(), map, row, column, memory.scratchWords(), r * layout.words());
      if (++column == placements.width()) {
        column = 0;
        row++;
      }
    }
  }

  private void multiply(
      Memory memory, long[] rows, int from, int placement, int count, int to, int step) {
    int[] ones = memory.ones();
    int[][] counts = memory.counts();
    for (int r = 0; r < count; r++) {
      ones[r] = sums.ones(ones(rows, from + r * layout.words(), layout.words()));
    }
    long[] working = memory.scratchWords();
    int workingFrom = collectedWords();
    weights.prepare(rows, from, count, working, workingFrom);
    for (int block = 0; block < weights.blocks(); block++) {
      for (int r = 0; r < count; r++) {
        epilogue.start(block, classOf(placement + r), ones[r], counts[r]);
      }
      weights.addCommonOnes(block, rows, from, count, working, workingFrom, counts);
      for (int r = 0; r < count; r++) {
        epilogue.finish(block, classOf(placement + r), ones[r], counts[r], memory, to + r * step);
      }
    }
  }

  private int classOf(int placement) {
    // Samples that are rows have one placement each.
    return rowsAreSamples
        ? 0
        : placements.classOf(placement / placements.width(), placement % placements.width());
  }

  private static int ones(long[] rows, int from, int words) {
    int ones = 0;
    for (int k = from; k < from + words; k++) {
      ones += Long.bitCount(rows[k]);
    }
    return ones;
  }
}
