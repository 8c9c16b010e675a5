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
        for (int c = 0; c < layout.channels(); c++, bit++, index++) {
          if (weights.signs().get(index)) {
            words[n * layout.words() + bit / Long.SIZE] |= 1L << bit;
          }
        }
      }
    }
    return words;
  }
}
