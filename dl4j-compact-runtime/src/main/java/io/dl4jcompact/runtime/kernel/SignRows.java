package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * ±1 weights as bits: for each output, a row like those that it is multiplied by. Outputs come in
 * blocks of {@value #LANES}; the last block has those that are left.
 *
 * <p>Where outputs see groups of channels, a block's rows have the words of all channels that its
 * outputs see, and zeros for those that an output does not; zeros too where a weight is not
 * connected.
 */
final class SignRows {

  /** Outputs of a block; the bits that they give fill a word. */
  static final int LANES = Long.SIZE;

  private final Convolution operation;
  private final Bits set;
  private final BitRowLayout layout;
  private final BitRows rows;
  private final int channels;

  /** Turns bits of +1 to those of -1, or leaves them. */
  private final long turn;

  /**
   * @param layout how channels lie in a row, if all outputs see all
   * @param complement whether bits are set for weights of -1 instead of those of +1
   */
  SignRows(
      Convolution operation,
      TensorType input,
      BitRowLayout layout,
      BitRows rows,
      boolean complement) {
    this.operation = operation;
    this.layout = layout;
    this.rows = rows;
    boolean isSparse = operation.weights() instanceof Weights.Sparse;
    set = isSparse ? connected(operation, complement) : signs(operation.weights());
    turn = complement && !isSparse ? -1 : 0;
    channels = operation.groupChannels(input);
  }

  private static Bits signs(Weights weights) {
    return ((Weights.Signs) weights).signs();
  }

  /** Which weights are connected, and of one sign. */
  private static Bits connected(Convolution operation, boolean negative) {
    Weights.Sparse weights = (Weights.Sparse) operation.weights();
    Mask mask = weights.mask();
    Bits signs = signs(weights.values());
    long[] words = new long[Bits.words(mask.length())];
    int i = 0;
    for (int at = mask.next(0); at < mask.length(); at = mask.next(at + 1)) {
      words[at / Long.SIZE] |= signs.get(i++) != negative ? 1L << at : 0;
    }
    return Bits.of(words, mask.length());
  }

  /** Whether the counts that make a sum are differences, since an output does not see all ones. */
  static boolean areDifferences(Convolution operation) {
    return operation.groups() > 1 || operation.weights() instanceof Weights.Sparse;
  }

  /** Number of blocks. */
  int blocks() {
    return blocks(operation.outputs());
  }

  /** Number of blocks for a number of outputs. */
  static int blocks(int outputs) {
    return (outputs + LANES - 1) / LANES;
  }

  /** Number of outputs in a block. */
  int lanes(int block) {
    return lanes(block, operation.outputs());
  }

  /** Number of outputs in a block if there are so many in all. */
  static int lanes(int block, int outputs) {
    return Math.min(LANES, outputs - block * LANES);
  }

  /** Where the words that a block's outputs look at are, from the start of a row of operands. */
  int[] offsets(int block) {
    return rows.offsets(firstWord(block), tapBits(block) / Long.SIZE);
  }

  /** The bits of an output's weights, in words that meet the operands at the offsets. */
  long[] row(int block, int lane) {
    int output = block * LANES + lane;
    int tapBits = tapBits(block);
    int first = output / operation.groupOutputs() * channels - firstWord(block) * Long.SIZE;
    long[] words = new long[BitRowLayout.words(layout.taps(), tapBits)];
    int index = output * layout.taps() * channels;
    for (int tap = 0; tap < layout.taps(); tap++) {
      for (int c = 0; c < channels; c += Long.SIZE) {
        int count = Math.min(Long.SIZE, channels - c);
        long bits = set.word(index) ^ turn;
        put(bits & -1L >>> (Long.SIZE - count), count, words, tap * tapBits + first + c);
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

  /** The first word of a tap that holds channels that a block's outputs see. */
  private int firstWord(int block) {
    return block * LANES / operation.groupOutputs() * channels / Long.SIZE;
  }

  /** Bits from one tap to the next in a block's rows. */
  private int tapBits(int block) {
    if (!layout.isAligned()) {
      return layout.tapBits();
    }
    int last = (block * LANES + lanes(block) - 1) / operation.groupOutputs();
    int end = ((last + 1) * channels + Long.SIZE - 1) / Long.SIZE;
    return (end - firstWord(block)) * Long.SIZE;
  }
}
