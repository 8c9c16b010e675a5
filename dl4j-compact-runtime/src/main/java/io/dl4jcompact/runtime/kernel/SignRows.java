package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;

/** ±1 weights as bits: for each output, a row like those that it is multiplied by. */
final class SignRows {

  private SignRows() {}

  /** The words of all outputs, one row after the other. */
  static long[] of(Weights.Signs weights, int outputs, BitRowLayout layout) {
    long[] words = new long[Math.multiplyExact(outputs, layout.words())];
    int index = 0;
    for (int n = 0; n < outputs; n++) {
      for (int tap = 0; tap < layout.taps(); tap++) {
        int bit = tap * layout.tapBits();
        for (int c = 0; c < layout.channels(); c += Long.SIZE) {
          int count = Math.min(Long.SIZE, layout.channels() - c);
          long bits = weights.signs().word(index) & -1L >>> (Long.SIZE - count);
          put(bits, count, words, n * layout.words(), bit + c);
          index += count;
        }
      }
    }
    return words;
  }

  private static void put(long bits, int count, long[] words, int row, int bit) {
    int word = row + bit / Long.SIZE;
    int shift = bit % Long.SIZE;
    words[word] |= bits << shift;
    if (shift + count > Long.SIZE) {
      words[word + 1] |= bits >>> (Long.SIZE - shift);
    }
  }
}
