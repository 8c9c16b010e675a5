package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.Arrays;

/** Quantises vectors of floats, and what is left of a position one by one. */
final class VectorQuantizer implements BitQuantizer {

  private static final long LOW_HALF = 0xffffffffL;

  private final ScalarQuantizer scalar;
  private final boolean sign;
  private final float threshold;
  private final float[] limits = new float[Integer.SIZE];

  VectorQuantizer(OneBitQuantizer quantizer) {
    scalar = new ScalarQuantizer(quantizer);
    sign = quantizer instanceof SignQuantizer;
    threshold = quantizer.threshold();
    Arrays.fill(limits, threshold);
  }

  @Override
  public void run(float[] values, int from, long[] words, int to, int positions, int channels) {
    int word = to;
    for (int position = 0; position < positions; position++) {
      int first = from + position * channels;
      for (int c = 0; c < channels; c += Long.SIZE, word++) {
        int bits = Math.min(Long.SIZE, channels - c);
        // What is beyond the channels is read too, but not beyond the array.
        words[word] =
            first + c + Long.SIZE <= values.length
                ? word(values, first + c, bits) & -1L >>> (Long.SIZE - bits)
                : scalar.word(values, first + c, bits);
      }
    }
  }

  private long word(float[] values, int from, int bits) {
    long word = half(values, from) & LOW_HALF;
    return bits > Integer.SIZE
        ? word | (long) half(values, from + Integer.SIZE) << Integer.SIZE
        : word;
  }

  private int half(float[] values, int from) {
    return sign
        ? ~VectorBits.below(values, from, limits, 0)
        : VectorBits.above(values, from, threshold);
  }
}
