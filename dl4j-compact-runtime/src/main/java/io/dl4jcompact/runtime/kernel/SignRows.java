package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * ±1 weights as bits: for each output, a row like those that it is multiplied by. Outputs come in
 * blocks of {@value #LANES}; the last block has those that are left.
 */
final class SignRows {

  /** Outputs of a block; the bits that they give fill a word. */
  static final int LANES = Long.SIZE;

  private final Weights.Signs weights;
  private final int outputs;
  private final BitRowLayout layout;
  private final int[] offsets;

  SignRows(Convolution operation, BitRowLayout layout, BitRows rows) {
    weights = (Weights.Signs) operation.weights();
    outputs = operation.outputs();
    this.layout = layout;
    offsets = rows.offsets(0, layout.words() / layout.taps());
  }

  /** Number of blocks. */
  int blocks() {
    return blocks(outputs);
  }

  /** Number of blocks for a number of outputs. */
  static int blocks(int outputs) {
    return (outputs + LANES - 1) / LANES;
  }

  /** Number of outputs in a block. */
  int lanes(int block) {
    return lanes(block, outputs);
  }

  /** Number of outputs in a block if there are so many in all. */
  static int lanes(int block, int outputs) {
    return Math.min(LANES, outputs - block * LANES);
  }

  /** Where the words that a block's outputs look at are, from the start of a row of operands. */
  int[] offsets(int block) {
    return offsets;
  }

  /** The bits of an output's weights, in words that meet the operands at the offsets. */
  long[] row(int block, int lane) {
    long[] words = new long[layout.words()];
    int index = (block * LANES + lane) * layout.taps() * layout.channels();
    for (int tap = 0; tap < layout.taps(); tap++) {
      int bit = tap * layout.tapBits();
      for (int c = 0; c < layout.channels(); c += Long.SIZE) {
        int count = Math.min(Long.SIZE, layout.channels() - c);
        long bits = weights.signs().word(index) & -1L >>> (Long.SIZE - count);
        put(bits, count, words, bit + c);
        index += count;
      }
    }
    return words;
  }

  private static void put(long bits, int count, long[] words, int bit) {
    int word = bit / Long.SIZE;
    int shift = bit % Long.SIZE;
    words[word] |= bits << shift;
    if (shift + count > Long.SIZE) {
      words[word + 1] |= bits >>> (Long.SIZE - shift);
    }
  }
}
