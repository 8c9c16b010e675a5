package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.List;

/**
 * Floats times weights by Winograd's minimal filtering F(2x2, 3x3), which takes 16 products for the
 * 36 of two by two placements:
 *
 * <pre> sums = Aᵀ [ Σ over blocks and channels of (G g Gᵀ) ⊙ (Bᵀ d B) ] A </pre>
 *
 * <p>A larger window is cut into {@link WinogradBlocks}: 5x5 taps take 49 products for 100.
 *
 * <p>Some neighbouring tiles go through each step together, so that weights are used for many tiles
 * once they are in a cache.
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin and Gray 2016, section 4.1</a>
 */
final class WinogradConvolution implements ConvolutionKernel {

  /**
   * With fewer channels or outputs, plain products are fast enough, and they round off half as
   * much.
   */
  static final int LEAST_CHANNELS = 64;

  /** Beyond, sums would be off by more, for little. */
  private static final int MOST_TAPS = 7;

  private static final int SIDE = WinogradWeights.SIDE;
  private static final int ELEMENTS = SIDE * SIDE;

  /** Placements along one side of a tile. */
  private static final int STEP = 2;

  /** Floats that the tiles that go together become: half of a megabyte. */
  private static final int MOST_FLOATS = 1 << 17;

  /** Rows that products take at a time. */
  private static final int ROWS = 8;

  private static final int LANES = ScratchSize.LANES;

  /** Arrays that one tile's output works with. */
  private static final int SPARE = SIDE;

  /** Arrays that a product works with: the last two. */
  private static final int PRODUCT_SPARE = 2;

  private final WinogradOrder order;
  private final PaddedMap padded;
  private final WinogradInput transform;
  private final FloatProduct[][] products;
  private final FloatEpilogue epilogue;
  private final int outputs;
  private final int channels;

  /** Floats that a tile becomes for each element. */
  private final int length;

  private final int height;
  private final int width;

  /** Where the tiles of a map start. */
  private final int[] origins;

  /** Where tiles that go together start once they are transformed. */
  private final int[] rows;

  private final int tilesHigh;
  private final int tilesWide;

  WinogradConvolution(Convolution operation, TensorType input, FloatLoops loops) {
    TensorType output = operation.outputType(List.of(input));
    transform = loops.winogradInput();
    outputs = operation.outputs();
    channels = input.channels();
    height = output.height();
    width = output.width();
    tilesHigh = (height + STEP - 1) / STEP;
    tilesWide = (width + STEP - 1) / STEP;
    Window window = operation.window();
    order =
        new WinogradOrder(
            new WinogradBlocks(window.kernelHeight()), new WinogradBlocks(window.kernelWidth()));
    length = order.count() * channels;
    int most = Math.max(1, MOST_FLOATS / (ELEMENTS * length * ROWS)) * ROWS;
    Window tiles = tiles(window, input);
    padded = new PaddedMap(tiles, input);
    origins = padded.origins(tiles, input);
    rows = DenseProducts.starts(Math.min(most, origins.length), length);
    products = products(operation.weights(), loops);
    epilogue = loops.epilogue(operation.epilogue(), outputs);
  }

  /**
   * Whether a convolution is of the kind and size for which this is faster. Sums of ±1 weights are
   * left as they are, since those of whole numbers are exact.
   */
  static boolean suits(Convolution operation, TensorType input) {
    Window window = operation.window();
    return isLarge(window.kernelHeight())
        && isLarge(window.kernelWidth())
        && window.strideHeight() == 1
        && window.strideWidth() == 1
        && window.dilationHeight() == 1
        && window.dilationWidth() == 1
        && window.padBottom() < window.kernelHeight()
        && window.padRight() < window.kernelWidth()
        && operation.groups() == 1
        && operation.weights() instanceof Weights.Real
        && input.channels() >= LEAST_CHANNELS
        && operation.outputs() >= LEAST_CHANNELS
        && operation.outputType(List.of(input)).positions() >= ELEMENTS;
  }

  private static boolean isLarge(int taps) {
    return taps >= WinogradBlocks.MOST && taps <= MOST_TAPS;
  }

  /** What tiles see, with so much padding that the last ones are whole. */
  private Window tiles(Window window, TensorType input) {
    int high = order.rows().extent();
    int wide = order.columns().extent();
    int top = window.padTop();
    int left = window.padLeft();
    int bottom = STEP * (tilesHigh - 1) + high - top - input.height();
    int right = STEP * (tilesWide - 1) + wide - left - input.width();
    return new Window(high, wide, STEP, STEP, 1, 1, top, bottom, left, right);
  }

  private FloatProduct[][] products(Weights weights, FloatLoops loops) {
    WinogradWeights transformed =
        new WinogradWeights(weights, outputs, channels, order.rows(), order.columns());
    FloatProduct[][] all = new FloatProduct[ELEMENTS][];
    for (int element = 0; element < ELEMENTS; element++) {
      int[] blocks = order.needed(element);
      all[element] =
          DenseProducts.blocks(
              transformed.of(element, blocks), outputs, blocks.length * channels, loops);
    }
    return all;
  }

  @Override
  public ScratchSize scratch() {
    int tiles = rows.length;
    int transformed = Math.multiplyExact(ELEMENTS, tiles * length + channels);
    int sums = STEP * tilesWide + SPARE + ELEMENTS * tiles + PRODUCT_SPARE;
    return new ScratchSize(Math.addExact(padded.size(), transformed), 0, 0, 0, sums);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      int to = output.offset(memory) + sample * output.size();
      int step = output.size() / (height * width);
      if (padded.isCopied()) {
        padded.copy(memory.floats(), map, memory.scratchFloats(), 0);
        sample(memory, memory.scratchFloats(), 0, to, step);
      } else {
        sample(memory, memory.floats(), map, to, step);
      }
    }
  }

  private void sample(Memory memory, float[] source, int map, int to, int step) {
    for (int first = 0; first < origins.length; first += rows.length) {
      int tiles = Math.min(rows.length, origins.length - first);
      for (int tile = 0; tile < tiles; tile++) {
        transform(source, map + origins[first + tile], memory.scratchFloats(), tile * length);
      }
      multiply(memory, first, tiles, to, step);
    }
  }

  /** Transforms what each block sees of a tile. */
  private void transform(float[] source, int from, float[] target, int to) {
    for (int row = 0; row < order.rows().count(); row++) {
      for (int column = 0; column < order.columns().count(); column++) {
        int first = order.rows().start(row) * padded.rowSize();
        int block = from + first + order.columns().start(column) * channels;
        int place = padded.size() + to + order.place(row, column) * channels;
        transformBlock(source, block, target, place);
      }
    }
  }

  /**
   * Transforms 4x4 positions: columns go to what is behind all tiles, from there to their place.
   */
  private void transformBlock(float[] source, int from, float[] target, int to) {
    int all = rows.length * length;
    int between = padded.size() + ELEMENTS * all;
    for (int column = 0; column < SIDE; column++) {
      transform.combine(
          source,
          from + column * channels,
          padded.rowSize(),
          channels,
          target,
          between + column * channels,
          SIDE * channels);
    }
    for (int row = 0; row < SIDE; row++) {
      transform.combine(
          target,
          between + row * SIDE * channels,
          channels,
          channels,
          target,
          to + row * SIDE * all,
          all);
    }
  }

  private void multiply(Memory memory, int first, int tiles, int to, int step) {
    float[][] sums = memory.sums();
    int all = rows.length * length;
    for (int block = 0; block < products[0].length; block++) {
      for (int element = 0; element < ELEMENTS; element++) {
        int base = padded.size() + element * all + order.first(element) * channels;
        int at = STEP * tilesWide + SPARE + element * tiles;
        products[element][block].multiply(memory.scratchFloats(), base, rows, 0, tiles, sums, at);
      }
      for (int tile = 0; tile < tiles; ) {
        int count = Math.min(tiles - tile, tilesWide - (first + tile) % tilesWide);
        finish(memory, block, first + tile, count, tile, tiles, to, step);
        tile += count;
      }
    }
  }

  /**
   * Makes results of neighbours' products.
   *
   * @param place which of the map's tiles is the first
   * @param count tiles of one row
   * @param tile the first one among those that go together
   * @param tiles how many these are
   */
  private void finish(
      Memory memory, int block, int place, int count, int tile, int tiles, int to, int step) {
    float[][] sums = memory.sums();
    int spare = STEP * tilesWide;
    int at = spare + SPARE + tile;
    int lanes = Math.min(LANES, outputs - block * LANES);
    int column = place % tilesWide * STEP;
    int top = place / tilesWide * STEP;
    int placements = Math.min(STEP * count, width - column);
    for (int line = top; line < Math.min(height, top + STEP); line++) {
      for (int i = 0; i < count; i++) {
        float[] left = sums[STEP * i];
        float[] right = sums[STEP * i + 1];
        WinogradOutput.run(line == top, sums, at + i, tiles, lanes, spare, left, right);
      }
      epilogue.run(block, sums, placements, memory, to + (line * width + column) * step, step);
    }
  }
}
