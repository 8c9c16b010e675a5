package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ChannelThreshold;

/** Compares vectors of floats with their channels' limits. */
final class VectorThreshold implements BitQuantizer, WordEpilogue.Comparison {

  private static final long LOW_HALF = 0xffffffffL;

  private final ScalarThreshold scalar;
  private final float[] limits;
  private final long[] turned;
  private final int channels;

  VectorThreshold(ChannelThreshold threshold) {
    scalar = new ScalarThreshold(threshold);
    channels = threshold.limits().length();
    // Lanes beyond the channels are never below.
    limits = new float[Bits.words(channels) * Long.SIZE];
    turned = threshold.flips().toWords();
    for (int c = 0; c < limits.length; c++) {
      limits[c] = c < channels ? threshold.limits().get(c) : Float.NEGATIVE_INFINITY;
    }
    for (int w = 0; w < turned.length; w++) {
      turned[w] ^= -1L >>> Math.max(0, (w + 1) * Long.SIZE - channels);
    }
  }

  @Override
  public void run(float[] values, int from, long[] words, int to, int positions, int channels) {
    int word = to;
    for (int position = 0; position < positions; position++) {
      int first = from + position * channels;
      for (int w = 0; w < turned.length; w++, word++) {
        // What is beyond the channels is read too, but not beyond the array.
        words[word] =
            first + (w + 1) * Long.SIZE <= values.length
                ? word(values, first + w * Long.SIZE, w)
                : scalar.word(values, first + w * Long.SIZE, w);
      }
    }
  }

  /**
   * The bits of the channels of a word, of 64 values of which those beyond the channels are any.
   */
  @Override
  public long word(float[] values, int from, int word) {
    int at = word * Long.SIZE;
    long below = 0;
    for (int i = 0; i < Long.SIZE; i += Integer.SIZE) {
      below |= (VectorBits.below(values, from + i, limits, at + i) & LOW_HALF) << i;
    }
    return below ^ turned[word];
  }
}
