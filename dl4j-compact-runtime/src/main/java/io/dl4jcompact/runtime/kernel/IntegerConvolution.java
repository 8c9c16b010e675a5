package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * 8-bit integers times 8-bit weights, by products of floats: these are the fastest that a JVM has
 * for them, and exact for sums below 2^24. So sums of at most {@value #SEGMENT} products are
 * floats, and the sums of these are integers. Where they are integers of 32 bits, the order of
 * additions does not matter, and all families of kernels give the same.
 *
 * <p>Works on tiles of placements of a map that is expanded to floats, as {@link FloatConvolution}
 * does; where the window covers the map, the samples are the placements.
 */
final class IntegerConvolution implements ConvolutionKernel {

  /** 512 products of at most 255 · 128 are below 2^24. */
  static final int SEGMENT = 512;

  /**
   * A multiple of the rows that either width of vectors takes at a time; with fewer, weights beyond
   * the caches would be read more often.
   */
  private static final int TILE = 96;

  private static final int LANES = ScratchSize.LANES;

  private final ExpandedMap map;
  private final int left;
  private final int[] origins;
  private final Piece[][] blocks;
  private final IntegerSums sums;
  private final Int8Loops loops;
  private final int placements;
  private final boolean rowsAreSamples;

  /**
   * Neighbouring outputs of a block that see the same channels, or each their own, and some of
   * their products.
   *
   * @param column the first one's lane
   * @param channel the first channel that they see
   * @param fresh whether these are the first of their products
   */
  private record Piece(FloatProduct product, int column, int outputs, int channel, boolean fresh) {}

  IntegerConvolution(Int8Convolution operation, TensorType input, Int8Loops loops) {
    this.loops = loops;
    rowsAreSamples = operation.window().covers(input);
    PaddedMap padded = new PaddedMap(operation.window(), input);
    map = new ExpandedMap(operation.window(), input, operation.inputZeroPoint(), loops);
    left = operation.window().padLeft() * input.channels();
    placements = rowsAreSamples ? 1 : operation.outputType(List.of(input)).positions();
    origins =
        rowsAreSamples
            ? DenseProducts.starts(TILE, input.size())
            : padded.origins(operation.window(), input);
    int[] offsets = padded.offsets(operation.window(), operation.groupChannels(input));
    blocks = new Piece[(operation.outputs() + LANES - 1) / LANES][];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = pieces(operation, input, offsets, block * LANES);
    }
    sums = new IntegerSums(operation, loops.floats());
  }

  private Piece[] pieces(Int8Convolution operation, TensorType input, int[] offsets, int block) {
    int end = Math.min(operation.outputs(), block + LANES);
    List<Piece> pieces = new ArrayList<>();
    if (isDepthwise(operation, input)) {
      FloatProduct product =
          loops
              .floats()
              .channelProduct(
                  SegmentWeights.of(operation, block, end - block, 0, offsets.length),
                  0,
                  end - block,
                  offsets);
      pieces.add(new Piece(product, 0, end - block, block, true));
      return pieces.toArray(new Piece[0]);
    }
    for (int first = block; first < end; ) {
      int group = first / operation.groupOutputs();
      int outputs = Math.min(end, (group + 1) * operation.groupOutputs()) - first;
      int channel = group * operation.groupChannels(input);
      int segments = (offsets.length + SEGMENT - 1) / SEGMENT;
      for (int s = 0; s < segments; s++) {
        int from = (int) ((long) offsets.length * s / segments);
        int to = (int) ((long) offsets.length * (s + 1) / segments);
        FloatProduct product =
            loops
                .floats()
                .product(
                    SegmentWeights.of(operation, first, outputs, from, to),
                    0,
                    outputs,
                    Arrays.copyOfRange(offsets, from, to));
        pieces.add(new Piece(product, first - block, outputs, channel, s == 0));
      }
      first += outputs;
    }
    return pieces.toArray(new Piece[0]);
  }

  private static boolean isDepthwise(Int8Convolution operation, TensorType input) {
    return operation.groups() > 1
        && operation.groups() == input.channels()
        && operation.groups() == operation.outputs()
        && operation.window().taps() <= FloatProduct.CHUNK;
  }

  @Override
  public ScratchSize scratch() {
    int maps = rowsAreSamples ? TILE : 1;
    return new ScratchSize(Math.multiplyExact(maps, map.size()), 0, 0, TILE, TILE + 2);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    int together = rowsAreSamples ? TILE : 1;
    int step = output.size() / placements;
    for (int sample = 0; sample < batch; sample += together) {
      int count = Math.min(together, batch - sample);
      for (int s = 0; s < count; s++) {
        int at = from + (sample + s) * input.size();
        map.expand(memory.bytes(), at, memory.scratchFloats(), s * map.size(), left);
      }
      int rows = rowsAreSamples ? count : placements;
      for (int first = 0; first < rows; first += TILE) {
        int target = to + sample * output.size() + first * step;
        tile(memory, first, Math.min(TILE, rows - first), target, step);
      }
    }
  }

  private void tile(Memory memory, int first, int count, int to, int step) {
    float[][] parts = memory.sums();
    int[][] totals = memory.counts();
    for (int block = 0; block < blocks.length; block++) {
      for (Piece piece : blocks[block]) {
        piece
            .product()
            .multiply(memory.scratchFloats(), piece.channel(), origins, first, count, parts, 0);
        for (int r = 0; r < count; r++) {
          loops.add(parts[r], totals[r], piece.column(), piece.outputs(), piece.fresh());
        }
      }
      sums.run(block, totals, count, memory, to, step);
    }
  }
}
