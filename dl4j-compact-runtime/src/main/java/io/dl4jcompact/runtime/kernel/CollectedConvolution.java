package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.List;

/**
 * Floats times weights, from copies of what placements see whose elements follow each other:
 * products read these faster. The work is little beside that of the products where it is done by
 * runs of neighbouring floats. A tile of rows may be of several samples, so that few are left over
 * where maps are small.
 */
final class CollectedConvolution implements ConvolutionKernel {

  /** A multiple of the rows that either width of vectors takes at a time. */
  private static final int TILE = 48;

  /** Arrays of sums: a tile's and two to spare. */
  private static final int ROWS = TILE + 2;

  /** A call copies so many floats in the time of a few products. */
  private static final int LEAST_RUN = 32;

  /** A tile of longer rows would take more time to be copied and read again than it saves. */
  private static final int MOST_LENGTH = 512;

  private final PaddedMap padded;

  /** Where placements start in a map. */
  private final int[] origins;

  /** Where runs start, from a placement's start on. */
  private final int[] runs;

  private final int run;
  private final int length;

  /** Where collected rows start. */
  private final int[] rows;

  private final FloatProduct[] products;
  private final FloatEpilogue epilogue;

  CollectedConvolution(Convolution operation, TensorType input, FloatLoops loops) {
    Window window = operation.window();
    padded = new PaddedMap(window, input);
    origins = padded.origins(window, input);
    int[] offsets = padded.offsets(window, input.channels());
    length = offsets.length;
    run = run(window, input);
    runs = new int[length / run];
    for (int i = 0; i < runs.length; i++) {
      runs[i] = offsets[i * run];
    }
    rows = DenseProducts.starts(TILE, length);
    int outputs = operation.outputs();
    products = DenseProducts.blocks(operation.weights(), outputs, length, loops);
    epilogue = loops.epilogue(operation.epilogue(), outputs);
  }

  /** Whether copies are worth it, and are any: rows may follow each other as they lie. */
  static boolean suits(Convolution operation, TensorType input) {
    Window window = operation.window();
    int run = run(window, input);
    long length = (long) window.taps() * input.channels();
    return operation.groups() == 1
        && !window.covers(input)
        && !NeighbourOrder.suits(operation, input)
        && operation.outputType(List.of(input)).positions() > 1
        && run >= LEAST_RUN
        && run < length
        && length <= MOST_LENGTH;
  }

  /** Floats that a placement sees one after the other. */
  private static int run(Window window, TensorType input) {
    return (window.dilationWidth() == 1 ? window.kernelWidth() : 1) * input.channels();
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(Math.addExact(padded.size(), TILE * length), 0, 0, 0, ROWS);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    float[] collected = memory.scratchFloats();
    int step = output.size() / origins.length;
    int to = output.offset(memory);
    int found = 0;
    for (int sample = 0; sample < batch; sample++) {
      float[] source = memory.floats();
      int map = input.offset(memory) + sample * input.size();
      if (padded.isCopied()) {
        padded.copy(source, map, collected, 0);
        source = collected;
        map = 0;
      }
      for (int first = 0; first < origins.length; ) {
        int count = Math.min(TILE - found, origins.length - first);
        collect(source, map, first, count, collected, padded.size() + found * length);
        first += count;
        found += count;
        if (found == TILE) {
          multiply(memory, found, to, step);
          to += found * step;
          found = 0;
        }
      }
    }
    if (found > 0) {
      multiply(memory, found, to, step);
    }
  }

  private void collect(float[] source, int map, int first, int count, float[] target, int to) {
    int at = to;
    for (int row = first; row < first + count; row++) {
      int from = map + origins[row];
      for (int i = 0; i < runs.length; i++) {
        System.arraycopy(source, from + runs[i], target, at, run);
        at += run;
      }
    }
  }

  private void multiply(Memory memory, int count, int to, int step) {
    float[][] sums = memory.sums();
    for (int block = 0; block < products.length; block++) {
      products[block].multiply(memory.scratchFloats(), padded.size(), rows, 0, count, sums, 0);
      epilogue.run(block, sums, count, memory, to, step);
    }
  }
}
