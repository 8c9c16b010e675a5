package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Floats times float or ±1 weights.
 *
 * <p>Works on tiles of placements, which read the map where it is, or a copy with its padding. Each
 * block of outputs meets all placements of a tile, whose sums are in the first-level cache until
 * the epilogue has made results of them. Where the window covers the map, the samples are the
 * placements.
 */
final class FloatConvolution implements ConvolutionKernel {

  /** A multiple of the rows that either width of vectors takes at a time. */
  private static final int TILE = 48;

  /** Arrays of sums: a tile's, those of a piece that go elsewhere, and two to spare. */
  private static final int ROWS = 2 * TILE + 2;

  private static final int LANES = ScratchSize.LANES;

  private final PaddedMap padded;
  private final int[] origins;
  private final Piece[][] blocks;
  private final FloatEpilogue epilogue;
  private final int placements;
  private final boolean rowsAreSamples;

  /**
   * Neighbouring outputs of a block that see the same group of channels, or the channels at their
   * own places.
   *
   * @param column the first one's lane
   * @param channel the first channel that they see
   */
  private record Piece(FloatProduct product, int column, int outputs, int channel) {}

  FloatConvolution(Convolution operation, TensorType input, FloatLoops loops) {
    rowsAreSamples = operation.window().covers(input);
    padded = new PaddedMap(operation.window(), input);
    placements = rowsAreSamples ? 1 : operation.outputType(List.of(input)).positions();
    origins = rowsAreSamples ? samples(input) : padded.origins(operation.window(), input);
    int[] offsets = padded.offsets(operation.window(), operation.groupChannels(input));
    blocks = new Piece[(operation.outputs() + LANES - 1) / LANES][];
    for (int block = 0; block < blocks.length; block++) {
      blocks[block] = pieces(operation, input, offsets, block * LANES, loops);
    }
    epilogue = loops.epilogue(operation.epilogue(), operation.outputs());
  }

  private static int[] samples(TensorType input) {
    int[] origins = new int[TILE];
    for (int r = 0; r < TILE; r++) {
      origins[r] = r * input.size();
    }
    return origins;
  }

  private static Piece[] pieces(
      Convolution operation, TensorType input, int[] offsets, int block, FloatLoops loops) {
    int end = Math.min(operation.outputs(), block + LANES);
    if (isDepthwise(operation, input)) {
      int outputs = end - block;
      FloatProduct product = loops.channelProduct(operation.weights(), block, outputs, offsets);
      return new Piece[] {new Piece(product, 0, outputs, block)};
    }
    if (NeighbourOrder.suits(operation, input)) {
      int channels = input.channels();
      FloatProduct product =
          loops.neighbourProduct(
              NeighbourOrder.weights(operation.weights(), end, offsets.length, channels),
              end,
              NeighbourOrder.offsets(offsets, channels),
              operation.outputType(List.of(input)).width());
      return new Piece[] {new Piece(product, 0, end, 0)};
    }
    List<Piece> pieces = new ArrayList<>();
    for (int first = block; first < end; ) {
      int group = first / operation.groupOutputs();
      int outputs = Math.min(end, (group + 1) * operation.groupOutputs()) - first;
      FloatProduct product = loops.product(operation.weights(), first, outputs, offsets);
      int channel = group * operation.groupChannels(input);
      pieces.add(new Piece(product, first - block, outputs, channel));
      first += outputs;
    }
    return pieces.toArray(new Piece[0]);
  }

  private static boolean isDepthwise(Convolution operation, TensorType input) {
    return operation.groups() > 1
        && operation.groups() == input.channels()
        && operation.groups() == operation.outputs()
        && operation.window().taps() <= FloatProduct.CHUNK;
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(padded.size(), 0, 0, 0, ROWS);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    if (rowsAreSamples) {
      for (int first = 0; first < batch; first += TILE) {
        int count = Math.min(TILE, batch - first);
        int base = from + first * input.size();
        tile(memory, memory.floats(), base, 0, count, to + first * output.size(), output.size());
      }
      return;
    }
    for (int sample = 0; sample < batch; sample++) {
      int map = from + sample * input.size();
      int target = to + sample * output.size();
      if (padded.isCopied()) {
        padded.copy(memory.floats(), map, memory.scratchFloats(), 0);
        sample(memory, memory.scratchFloats(), 0, target, output.size());
      } else {
        sample(memory, memory.floats(), map, target, output.size());
      }
    }
  }

  private void sample(Memory memory, float[] source, int base, int to, int size) {
    int step = size / placements;
    for (int first = 0; first < placements; first += TILE) {
      int count = Math.min(TILE, placements - first);
      tile(memory, source, base, first, count, to + first * step, step);
    }
  }

  private void tile(
      Memory memory, float[] source, int base, int first, int count, int to, int step) {
    float[][] sums = memory.sums();
    for (int block = 0; block < blocks.length; block++) {
      for (Piece piece : blocks[block]) {
        int row = piece.column() == 0 ? 0 : TILE;
        piece.product().multiply(source, base + piece.channel(), origins, first, count, sums, row);
        if (row != 0) {
          place(sums, row, count, piece);
        }
      }
      epilogue.run(block, sums, count, memory, to, step);
    }
  }

  /** Products start with lane 0, because there the compiler can vectorise them. */
  private static void place(float[][] sums, int row, int count, Piece piece) {
    for (int r = 0; r < count; r++) {
      System.arraycopy(sums[row + r], 0, sums[r], piece.column(), piece.outputs());
    }
  }
}
