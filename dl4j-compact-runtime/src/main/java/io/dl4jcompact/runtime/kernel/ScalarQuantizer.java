package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;

/**
 * Quantises one float after the other.
 *
 * <p>A bit is the sign of a difference, because comparisons that go either way are branches that
 * the processor cannot predict. Differences of unequal floats are never 0, and equal ones give +0.
 */
final class ScalarQuantizer implements BitQuantizer {

  private final boolean sign;
  private final float threshold;

  ScalarQuantizer(OneBitQuantizer quantizer) {
    sign = quantizer instanceof SignQuantizer;
    // -0 - (-0) and 0 - (-0) are +0, as are 0 - 0 and 0 - (-0): no zero is beyond a zero threshold.
    threshold = quantizer.threshold() != 0 ? quantizer.threshold() : sign ? -0f : 0f;
  }

  @Override
  public void run(float[] values, int from, long[] words, int to, int positions, int channels) {
    int word = to;
    for (int position = 0; position < positions; position++) {
      int first = from + position * channels;
      for (int c = 0; c < channels; c += Long.SIZE, word++) {
        words[word] = word(values, first + c, Math.min(Long.SIZE, channels - c));
      }
    }
  }

  /** The bits of at most 64 consecutive floats. */
  long word(float[] values, int from, int bits) {
    return sign ? notBelow(values, from, bits) : above(values, from, bits);
  }

  private long above(float[] values, int from, int bits) {
    long word = 0;
    for (int i = 0; i < bits; i++) {
      word |= negative(threshold - values[from + i]) << i;
    }
    return word;
  }

  private long notBelow(float[] values, int from, int bits) {
    long word = 0;
    for (int i = 0; i < bits; i++) {
      word |= (negative(values[from + i] - threshold) ^ 1) << i;
    }
    return word;
  }

  /** 1 for negative numbers, 0 for others and for NaN. */
  private static long negative(float difference) {
    return Float.floatToIntBits(difference) >>> 31;
  }
}
