package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.ElementType;

/** Unpacks one bit after the other. */
final class ScalarExpander implements BitExpander {

  private final float lower;
  private final float difference;

  ScalarExpander(ElementType element) {
    lower = element.valueOf(false);
    difference = element.valueOf(true) - lower;
  }

  @Override
  public void run(long[] words, int from, float[] values, int to, int positions, int channels) {
    int word = from;
    int end = to + positions * channels;
    for (int first = to; first < end; first += channels) {
      for (int c = 0; c < channels; c += Long.SIZE, word++) {
        unpack(words[word], values, first + c, Math.min(Long.SIZE, channels - c));
      }
    }
  }

  /** The floats of the first bits of a word. */
  void unpack(long word, float[] values, int to, int bits) {
    for (int i = 0; i < bits; i++) {
      values[to + i] = lower + difference * (word >>> i & 1);
    }
  }
}
