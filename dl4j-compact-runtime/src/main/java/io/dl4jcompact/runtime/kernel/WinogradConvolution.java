package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.List;

/**
 * Floats times weights in 3x3 windows by Winograd's minimal filtering F(2x2, 3x3), which takes 16
 * products for the 36 of two by two placements:
 *
 * <pre> sums = Aᵀ [ Σ over channels of (G g Gᵀ) ⊙ (Bᵀ d B) ] A </pre>
 *
 * <p>The tiles of some rows and columns go through each step together, so that weights are used for
 * many tiles once they are in a cache.
 *
 * @see <a href="https://arxiv.org/abs/1509.09308">Lavin and Gray 2016, section 4.1</a>
 */
final class WinogradConvolution implements ConvolutionKernel {

  /**
   * With fewer channels or outputs, plain products are fast enough, and they round off half as
   * much.
   */
  static final int LEAST_CHANNELS = 128;

  private static final int KERNEL = 3;
  private static final int SIDE = WinogradWeights.SIDE;
  private static final int ELEMENTS = SIDE * SIDE;

  /** Placements along one side of a tile. */
  private static final int STEP = 2;

  /** Tiles that go together: with 256 channels, what they become fills half of a megabyte. */
  private static final int MOST_TILES = 32;

  private static final int LANES = ScratchSize.LANES;

  /** Arrays that one tile's output works with. */
  private static final int SPARE = SIDE;

  /** Arrays that a product works with: the last two. */
  private static final int PRODUCT_SPARE = 2;

  private final PaddedMap padded;
  private final WinogradInput transform;
  private final FloatProduct[][] products;
  private final FloatEpilogue epilogue;
  private final int outputs;
  private final int channels;
  private final int height;
  private final int width;

  /** Where the tiles of a map start. */
  private final int[] origins;

  /** Where tiles that go together start once they are transformed. */
  private final int[] rows;

  private final int tilesHigh;
  private final int tilesWide;
  private final int groupHigh;
  private final int groupWide;

  WinogradConvolution(Convolution operation, TensorType input, FloatLoops loops) {
    TensorType output = operation.outputType(List.of(input));
    transform = loops.winogradInput();
    outputs = operation.outputs();
    channels = input.channels();
    height = output.height();
    width = output.width();
    tilesHigh = (height + STEP - 1) / STEP;
    tilesWide = (width + STEP - 1) / STEP;
    groupWide = Math.min(tilesWide, MOST_TILES);
    groupHigh = Math.min(tilesHigh, MOST_TILES / groupWide);
    Window tiles = tiles(operation.window(), input);
    padded = new PaddedMap(tiles, input);
    origins = padded.origins(tiles, input);
    rows = DenseProducts.starts(groupHigh * groupWide, channels);
    products = products(operation.weights(), loops);
    epilogue = loops.epilogue(operation.epilogue(), outputs);
  }

  /**
   * Whether a convolution is of the kind and size for which this is faster. Sums of ±1 weights are
   * left as they are, since those of whole numbers are exact.
   */
  static boolean suits(Convolution operation, TensorType input) {
    Window window = operation.window();
    return window.kernelHeight() == KERNEL
        && window.kernelWidth() == KERNEL
        && window.strideHeight() == 1
        && window.strideWidth() == 1
        && window.dilationHeight() == 1
        && window.dilationWidth() == 1
        && window.padBottom() < KERNEL
        && window.padRight() < KERNEL
        && operation.groups() == 1
        && operation.weights() instanceof Weights.Real
        && input.channels() >= LEAST_CHANNELS
        && operation.outputs() >= LEAST_CHANNELS
        && operation.outputType(List.of(input)).positions() >= ELEMENTS;
  }

  /** What tiles see, with so much padding that the last ones are whole. */
  private Window tiles(Window window, TensorType input) {
    int top = window.padTop();
    int left = window.padLeft();
    int bottom = STEP * tilesHigh + KERNEL - 1 - top - input.height();
    int right = STEP * tilesWide + KERNEL - 1 - left - input.width();
    return new Window(SIDE, SIDE, STEP, STEP, 1, 1, top, bottom, left, right);
  }

  private FloatProduct[][] products(Weights weights, FloatLoops loops) {
    FloatProduct[][] all = new FloatProduct[ELEMENTS][];
    for (int element = 0; element < ELEMENTS; element++) {
      Weights transformed = WinogradWeights.of(weights, outputs, channels, element);
      all[element] = DenseProducts.blocks(transformed, outputs, channels, loops);
    }
    return all;
  }

  @Override
  public ScratchSize scratch() {
    int tiles = rows.length;
    int transformed = Math.multiplyExact(Math.multiplyExact(ELEMENTS, tiles + 1), channels);
    int sums = STEP * groupWide + SPARE + ELEMENTS * tiles + PRODUCT_SPARE;
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
    for (int row = 0; row < tilesHigh; row += groupHigh) {
      int high = Math.min(groupHigh, tilesHigh - row);
      for (int column = 0; column < tilesWide; column += groupWide) {
        int wide = Math.min(groupWide, tilesWide - column);
        for (int tile = 0; tile < high * wide; tile++) {
          int origin = origins[(row + tile / wide) * tilesWide + column + tile % wide];
          transform(source, map + origin, memory.scratchFloats(), tile);
        }
        multiply(memory, row, column, high, wide, to, step);
      }
    }
  }

  /** Transforms a tile: its columns go to what is behind all tiles, from there to its place. */
  private void transform(float[] source, int from, float[] target, int tile) {
    int all = rows.length * channels;
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
          padded.size() + row * SIDE * all + tile * channels,
          all);
    }
  }

  private void multiply(Memory memory, int row, int column, int high, int wide, int to, int step) {
    float[][] sums = memory.sums();
    int all = rows.length * channels;
    int spare = STEP * groupWide;
    int first = spare + SPARE;
    int tiles = high * wide;
    for (int block = 0; block < products[0].length; block++) {
      for (int element = 0; element < ELEMENTS; element++) {
        int base = padded.size() + element * all;
        int at = first + element * tiles;
        products[element][block].multiply(memory.scratchFloats(), base, rows, 0, tiles, sums, at);
      }
      int lanes = Math.min(LANES, outputs - block * LANES);
      for (int line = 0; line < STEP * high && STEP * row + line < height; line++) {
        for (int tile = 0; tile < wide; tile++) {
          int at = first + line / STEP * wide + tile;
          float[] left = sums[STEP * tile];
          float[] right = sums[STEP * tile + 1];
          WinogradOutput.run(line % STEP == 0, sums, at, tiles, lanes, spare, left, right);
        }
        int count = Math.min(STEP * wide, width - STEP * column);
        int place = (STEP * row + line) * width + STEP * column;
        epilogue.run(block, sums, count, memory, to + place * step, step);
      }
    }
  }
}
