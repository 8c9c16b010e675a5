package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.ChannelThreshold;

/**
 * Compares one float after the other with its channel's limit.
 *
 * <p>A bit is the sign of a difference: see {@link ScalarQuantizer}.
 */
final class ScalarThreshold implements BitQuantizer, WordEpilogue.Comparison {

  private final float[] limits;

  /** Flips, and that a bit is what is not negative. */
  private final long[] turned;

  ScalarThreshold(ChannelThreshold threshold) {
    limits = threshold.limits().toArray();
    turned = threshold.flips().toWords();
    for (int w = 0; w < turned.length; w++) {
      turned[w] ^= -1L >>> Math.max(0, (w + 1) * Long.SIZE - limits.length);
    }
    for (int c = 0; c < limits.length; c++) {
      // Either zero less -0 is +0: no zero is below a limit of zero.
      limits[c] = limits[c] == 0 ? -0f : limits[c];
    }
  }

  @Override
  public void run(float[] values, int from, long[] words, int to, int positions, int channels) {
    int word = to;
    for (int position = 0; position < positions; position++) {
      int first = from + position * channels;
      for (int w = 0; w < turned.length; w++, word++) {
        words[word] = word(values, first + w * Long.SIZE, w);
      }
    }
  }

  /** The bits of the channels of a word. */
  @Override
  public long word(float[] values, int from, int word) {
    int first = word * Long.SIZE;
    int count = Math.min(Long.SIZE, limits.length - first);
    return negatives(values, from, limits, first, count) ^ turned[word];
  }

  private static long negatives(float[] values, int from, float[] limits, int first, int count) {
    long word = 0;
    for (int i = 0; i < count; i++) {
      float difference = values[from + i] - limits[first + i];
      word |= (long) (Float.floatToIntBits(difference) >>> 31) << i;
    }
    return word;
  }
}
