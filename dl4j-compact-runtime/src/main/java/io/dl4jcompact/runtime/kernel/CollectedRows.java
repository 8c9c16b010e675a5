package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/**
 * Rows whose taps lie bit next to bit, collected placement by placement.
 *
 * <p>That is for few channels only. Where each tap has words of its own, as in {@link BandRows}, a
 * product would mostly multiply the empty ends of words: with 3 channels and 9 taps, 9 words
 * instead of the one that the bits fill.
 */
final class CollectedRows implements BitRows {

  private final Placements placements;
  private final BitGather gather;
  private final int mapWords;
  private final int words;

  CollectedRows(Window window, TensorType input, Placements placements, BitRowLayout layout) {
    this.placements = placements;
    gather = new BitGather(window, input, placements, layout);
    mapWords = Slot.sizeOf(input);
    words = layout.words();
  }

  @Override
  public int perSample() {
    return placements.count();
  }

  @Override
  public int operandWords() {
    return Math.multiplyExact(BitConvolution.TILE, words);
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(0, operandWords(), 0, 0, 0);
  }

  @Override
  public int[] offsets(int first, int count) {
    int[] offsets = new int[words];
    for (int k = 0; k < words; k++) {
      offsets[k] = k;
    }
    return offsets;
  }

  @Override
  public int load(Memory memory, int from, int row, int count, BitOperands operands) {
    int rows = Math.min(BitConvolution.TILE, count - row);
    long[] collected = memory.scratchWords();
    int to = operands.words(operandWords());
    int sample = row / placements.count();
    int y = row % placements.count() / placements.width();
    int x = row % placements.width();
    for (int r = 0; r < rows; r++) {
      int at = to + r * words;
      gather.run(memory.words(), from + sample * mapWords, y, x, collected, at);
      memory.starts()[r] = r * words;
      memory.ones()[r] = WholeSamples.ones(collected, at, words);
      memory.classes()[r] = placements.classOf(y, x);
      if (++x == placements.width()) {
        x = 0;
        if (++y == placements.height()) {
          y = 0;
          sample++;
        }
      }
    }
    operands.load(collected, to, rows * words, memory, 0);
    return rows;
  }
}
