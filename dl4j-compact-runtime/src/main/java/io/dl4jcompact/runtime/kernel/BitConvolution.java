package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;

/**
 * Bits times ±1 weights by AND and population count.
 *
 * <p>Works on tiles of rows of bits, one a placement or a sample: each block of weights meets all
 * rows of the tile while it is in the first-level cache.
 */
final class BitConvolution implements ConvolutionKernel {

  /** The most rows of a tile. */
  static final int TILE = 32;

  private final BitRows rows;
  private final BitProduct product;
  private final BitSums sums;
  private final BitEpilogue epilogue;
  private final int blocks;

  BitConvolution(Convolution operation, TensorType input, BitLoops loops) {
    BitRowLayout layout = BitRowLayout.of(operation, input);
    Placements placements = Placements.of(operation.window(), input);
    rows = rows(operation, input, layout, placements);
    product = product(operation, input, layout, loops);
    sums = new BitSums(operation, input, placements);
    epilogue = epilogue(operation, input, loops);
    blocks = SignRows.blocks(operation.outputs());
  }

  private static BitRows rows(
      Convolution operation, TensorType input, BitRowLayout layout, Placements placements) {
    if (!layout.isAligned()) {
      return new CollectedRows(operation.window(), input, placements, layout);
    }
    return operation.window().covers(input)
        ? new WholeSamples(input)
        : new BandRows(operation.window(), input, placements);
  }

  private BitProduct product(
      Convolution operation, TensorType input, BitRowLayout layout, BitLoops loops) {
    BitProduct positive = loops.product(new SignRows(operation, input, layout, rows, false));
    if (!SignRows.areDifferences(operation)) {
      return positive;
    }
    SignRows negative = new SignRows(operation, input, layout, rows, true);
    return new DifferenceProduct(positive, loops.product(negative));
  }

  private BitEpilogue epilogue(Convolution operation, TensorType input, BitLoops loops) {
    if (operation.epilogue() instanceof Epilogue.Threshold threshold) {
      int greatest = operation.window().taps() * operation.groupChannels(input);
      return loops.threshold(Thresholds.of(threshold, sums, greatest));
    }
    return loops.real((Epilogue.Real) operation.epilogue(), sums, operation.outputs());
  }

  @Override
  public ScratchSize scratch() {
    BitOperands operands = product.operands();
    ScratchSize others = rows.scratch();
    return new ScratchSize(
        0,
        Math.addExact(operands.words(rows.operandWords()), others.words()),
        Math.addExact(operands.ints(rows.operandWords()), others.ints()),
        // One more, for what a product of rows in pairs does not need.
        TILE + 1,
        1);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    int step = output.size() / rows.perSample();
    int count = batch * rows.perSample();
    for (int row = 0; row < count; ) {
      int loaded = rows.load(memory, from, row, count, product.operands());
      multiply(memory, loaded, to + row * step, step);
      row += loaded;
    }
  }

  private void multiply(Memory memory, int count, int to, int step) {
    int[] ones = memory.ones();
    int[] classes = memory.classes();
    int[][] counts = memory.counts();
    for (int r = 0; r < count; r++) {
      ones[r] = sums.ones(ones[r]);
    }
    for (int block = 0; block < blocks; block++) {
      for (int r = 0; r < count; r++) {
        epilogue.start(block, classes[r], ones[r], counts[r]);
      }
      product.addCommonOnes(block, memory, count);
      for (int r = 0; r < count; r++) {
        epilogue.finish(block, classes[r], ones[r], counts[r], memory, to + r * step);
      }
    }
  }
}
