package io.dl4jcompact.runtime.kernel;

/** Float sums to bits, a word at a time. */
final class WordEpilogue implements FloatEpilogue {

  private static final int BLOCK_WORDS = ScratchSize.LANES / Long.SIZE;

  private final Comparison comparison;
  private final int words;

  /** Makes the bits of the outputs of a word from their sums. */
  @FunctionalInterface
  interface Comparison {
    long word(float[] sums, int from, int word);
  }

  /**
   * @param words words of all outputs
   */
  WordEpilogue(Comparison comparison, int words) {
    this.comparison = comparison;
    this.words = words;
  }

  @Override
  public void run(int block, float[][] sums, int count, Memory memory, int to, int step) {
    int first = block * BLOCK_WORDS;
    int end = Math.min(words, first + BLOCK_WORDS);
    for (int r = 0; r < count; r++) {
      for (int word = first; word < end; word++) {
        int lane = (word - first) * Long.SIZE;
        memory.words()[to + r * step + word] = comparison.word(sums[r], lane, word);
      }
    }
  }
}
