package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.TensorType;

/** Rows that are whole samples, for windows that cover the map. */
final class WholeSamples implements BitRows {

  private final int positions;
  private final int positionWords;
  private final int words;

  WholeSamples(TensorType input) {
    positions = input.positions();
    positionWords = Bits.words(input.channels());
    words = Math.multiplyExact(positions, positionWords);
  }

  @Override
  public int perSample() {
    return 1;
  }

  @Override
  public int operandWords() {
    return Math.multiplyExact(BitConvolution.TILE, words);
  }

  @Override
  public ScratchSize scratch() {
    return ScratchSize.NONE;
  }

  @Override
  public int[] offsets(int first, int count) {
    int[] offsets = new int[positions * count];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i / count * positionWords + first + i % count;
    }
    return offsets;
  }

  @Override
  public int load(Memory memory, int from, int row, int count, BitOperands operands) {
    int rows = Math.min(BitConvolution.TILE, count - row);
    int first = from + row * words;
    operands.load(memory.words(), first, rows * words, memory, 0);
    for (int r = 0; r < rows; r++) {
      memory.starts()[r] = r * words;
      memory.ones()[r] = ones(memory.words(), first + r * words, words);
      memory.classes()[r] = 0;
    }
    return rows;
  }

  /** Number of bits that are set. */
  static int ones(long[] words, int from, int count) {
    int ones = 0;
    for (int k = from; k < from + count; k++) {
      ones += Long.bitCount(words[k]);
    }
    return ones;
  }
}
