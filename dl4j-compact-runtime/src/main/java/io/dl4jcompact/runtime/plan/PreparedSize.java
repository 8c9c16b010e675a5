package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.SparseIntegers;
import io.dl4jcompact.runtime.kernel.SparseShare;

/**
 * How many bytes a step takes at most for what it prepares, from the shapes alone: so that it can
 * be refused before anything is prepared.
 */
final class PreparedSize {

  /** Of an array in an array: its header and the reference to it. */
  private static final long ARRAY = 32;

  /** Lanes of a vector; as many positions may be needed to fill whole ones. */
  private static final long MOST_LANES = 16;

  /** Outputs that the vectors of a block have at most beyond its own. */
  private static final long VECTORS = 31;

  /** Of a word of a row: for each output of a block that of its weights, and where it is. */
  private static final long WORD_BYTES = Long.SIZE * Long.BYTES + Integer.BYTES;

  /** Ints that each row or column of placements takes. */
  private static final long TAP_INTS = 4;

  private PreparedSize() {}

  static long of(Op operation, TensorType input, TensorType output) {
    if (operation instanceof Convolution convolution) {
      return taps(output) + convolution(convolution, input, output);
    }
    if (operation instanceof Int8Convolution convolution) {
      return taps(output) + int8Convolution(convolution, input, output);
    }
    if (operation instanceof Int8AveragePool pool) {
      return taps(output) + classes(pool.window(), output) * (2 * Integer.BYTES + ARRAY);
    }
    if (operation instanceof Int8Add add) {
      return add.multipliers().length() * (DequantizeInt8Step.LEVELS * (long) Long.BYTES + ARRAY);
    }
    if (operation instanceof DequantizeInt8) {
      return DequantizeInt8Step.LEVELS * (long) Float.BYTES;
    }
    if (operation instanceof Input entry) {
      return entry.pixels().isPresent() ? PixelTable.bytes(entry.pixels().get()) : 0;
    }
    if (operation instanceof ChannelThreshold) {
      return 3L * Float.BYTES * output.channels();
    }
    if (operation instanceof Affine) {
      return 3L
          * Float.BYTES
          * (output.channels() % MOST_LANES == 0 ? 1 : MOST_LANES)
          * output.channels();
    }
    if (operation instanceof Pool pool) {
      // Where taps of bits are inside, or a divisor for each float of a row.
      long numbers = 2L * pool.window().kernelWidth() + (long) output.width() * output.channels();
      return taps(output) + Integer.BYTES * numbers;
    }
    return 0;
  }

  private static long taps(TensorType output) {
    return TAP_INTS * Integer.BYTES * ((long) output.height() + output.width());
  }

  private static long convolution(Convolution operation, TensorType input, TensorType output) {
    long outputs = operation.outputs();
    long channels = operation.groupChannels(input);
    long blocks = operation.groups() * (operation.groupOutputs() / Long.SIZE + 1L);
    // Scale and shift, or limits.
    long epilogue = 2 * Float.BYTES * outputs + 2 * ARRAY * blocks;
    if (!operation.isOneBit(input)) {
      if (operation.weights() instanceof Weights.Sparse sparse && SparseShare.isSmall(sparse)) {
        return epilogue
            + sparse(sparse.connected(), outputs, operation.groups(), operation.window(), input);
      }
      long length = elements(operation.window()) * channels;
      return epilogue + products(outputs, blocks, length, output);
    }
    long bitBlocks = (outputs + Long.SIZE - 1) / Long.SIZE;
    // Where words are, and those of the weights; of +1 and of -1 where there are groups or a mask.
    boolean sparse = operation.weights() instanceof Weights.Sparse;
    long products = operation.groups() > 1 || sparse ? 2 : 1;
    long weights = products * bitBlocks * (rowWords(operation, input) * WORD_BYTES + 2 * ARRAY);
    // What sums start at, and what is taken from them.
    long sums =
        2 * classes(operation.window(), output) * bitBlocks * (Integer.BYTES * Long.SIZE + ARRAY);
    return epilogue + weights + sums;
  }

  /** Twice what each weight meets, and the weight; where the weights of an output start. */
  private static long sparse(
      long connected, long outputs, int groups, Window window, TensorType input) {
    return 2 * connected * (Integer.BYTES + Float.BYTES)
        + Integer.BYTES * outputs * sparseStarts(groups, window, input);
  }

  /** For each block of channels, which may be one. */
  private static long sparseStarts(int groups, Window window, TensorType input) {
    boolean dense = groups == 1 && window.covers(input);
    // Of a dense layer, blocks have at least 512 elements but for the last of 4096.
    return dense ? input.size() / 256L + 4 : input.channels() + 2L;
  }

  /** Products of floats: outputs are filled up to whole vectors. */
  private static long products(long outputs, long blocks, long length, TensorType output) {
    // Where placements start and elements are.
    long places = (long) Integer.BYTES * (output.positions() + length);
    long filled = outputs + VECTORS * blocks;
    return places + length * (Float.BYTES * filled + ARRAY * blocks);
  }

  private static long int8Convolution(
      Int8Convolution operation, TensorType input, TensorType output) {
    long outputs = operation.outputs();
    long blocks = operation.groups() * (operation.groupOutputs() / Long.SIZE + 1L);
    long length = (long) operation.window().taps() * operation.groupChannels(input);
    // Bias, multiplier, what rounds, and shift of each output; or scale and shift.
    long epilogue = (2 * Integer.BYTES + 2 * Long.BYTES) * outputs + 2 * ARRAY * blocks;
    if (SparseIntegers.suits(operation)) {
      long connected = operation.weights().nonZero().count();
      return epilogue + sparse(connected, outputs, operation.groups(), operation.window(), input);
    }
    // Each segment of each block has where its elements are.
    long segments = Integer.BYTES * 2 * length * blocks + ARRAY * blocks;
    return epilogue + segments + products(outputs, blocks, length, output);
  }

  /** Weights of a window; those of larger windows may be prepared for Winograd's filtering. */
  private static long elements(Window window) {
    return (long) elements(window.kernelHeight()) * elements(window.kernelWidth());
  }

  /** Along one axis, 4 for 3 taps and 3 more for each two. */
  private static int elements(int taps) {
    return taps < 3 || taps > 7 ? taps : 4 + 3 * ((taps - 2) / 2);
  }

  /** Words of a row that a block's outputs see. */
  private static long rowWords(Convolution operation, TensorType input) {
    long taps = operation.window().taps();
    if (operation.groups() == 1) {
      // A third more than the bits fill at most, where taps start words.
      return taps * input.channels() / 48 + 2;
    }
    // The words that the channels of all groups of a block are in, which may begin and end
    // anywhere.
    long groups = (Long.SIZE - 1) / operation.groupOutputs() + 2;
    long channels = Math.min(input.channels(), groups * operation.groupChannels(input));
    return taps * (channels / Long.SIZE + 2);
  }

  /** Sets of taps that can be inside: both the first and the last only ever move one way. */
  private static long classes(Window window, TensorType output) {
    long rows = Math.min(output.height(), 2L * window.kernelHeight() + 1);
    long columns = Math.min(output.width(), 2L * window.kernelWidth() + 1);
    return rows * columns;
  }
}
