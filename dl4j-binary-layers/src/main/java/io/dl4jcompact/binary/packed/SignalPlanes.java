package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.Dither;
import io.dl4jcompact.binary.flip.Noise;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Arrays;

/**
 * A signal as small integers with one scale, kept as planes of bits in two's complement:
 *
 * <pre>
 * z ≈ scale · q,  q = Σ_k factor(k) · bit_k,  factor(k) = 2^k, but -2^k of the last plane
 * scale = max|z| / (2^(bits - 1) - 1),  q = ⌊z / scale + u⌋ with u evenly from [0, 1)
 * </pre>
 *
 * <p>On average scale · q is z, and |z - scale · q| is less than scale. A Boolean signal is its
 * sign, with a scale of 1.
 */
final class SignalPlanes {

  /** Planes of a Boolean signal: -1, 0 and 1. */
  private static final int SIGN_PLANES = 2;

  private final BitBatch[] planes;
  private final int[] sums;
  private final int[] rowSums;
  private final float scale;

  private SignalPlanes(BitBatch[] planes, float scale) {
    this.planes = planes;
    sums = new int[planes[0].type().channels()];
    rowSums = new int[planes[0].rows()];
    this.scale = scale;
  }

  /**
   * @param signal finite, of all samples, positions first and channels last; overwritten
   * @param bits of one integer, at least 2
   */
  static SignalPlanes of(float[] signal, TensorType type, int samples, int bits, Noise noise) {
    float greatest = 0;
    for (float z : signal) {
      greatest = Math.max(greatest, Math.abs(z));
    }
    int limit = (1 << (bits - 1)) - 1;
    float scale = greatest / limit;
    // The inverse of a denormal scale would be infinite.
    float inverse = scale < Float.MIN_NORMAL ? 0 : 1 / scale;
    SignalPlanes planes = zeros(type, samples, bits, scale);
    int channels = type.channels();
    for (int i = 0; i < signal.length; i++) {
      signal[i] *= inverse;
    }
    Dither.round(signal, Dither.numbers(noise, 0, signal.length), signal.length);
    for (int row = 0; row < signal.length / channels; row++) {
      planes.put(signal, row, limit);
    }
    return planes;
  }

  /** The signs of a signal, which is overwritten; 0 has none. */
  static SignalPlanes ofSigns(float[] signal, TensorType type, int samples) {
    SignalPlanes planes = zeros(type, samples, SIGN_PLANES, 1);
    int channels = type.channels();
    for (int i = 0; i < signal.length; i++) {
      signal[i] = Math.signum(signal[i]);
    }
    for (int row = 0; row < signal.length / channels; row++) {
      planes.put(signal, row, 1);
    }
    return planes;
  }

  private static SignalPlanes zeros(TensorType type, int samples, int count, float scale) {
    // Sums over all positions of all samples must fit an int.
    Math.multiplyExact(1 << count, Math.multiplyExact(samples, type.positions()));
    BitBatch[] planes = new BitBatch[count];
    for (int k = 0; k < count; k++) {
      planes[k] = BitBatch.zeros(type, samples);
    }
    return new SignalPlanes(planes, scale);
  }

  /** Takes the whole numbers of a row, a position of a sample. */
  private void put(float[] numbers, int row, int limit) {
    long[] words = new long[planes.length];
    for (int c = 0; c < sums.length; c += Long.SIZE) {
      int count = Math.min(Long.SIZE, sums.length - c);
      Arrays.fill(words, 0);
      for (int i = 0; i < count; i++) {
        int q = Math.max(-limit, Math.min(limit, (int) numbers[row * sums.length + c + i]));
        sums[c + i] += q;
        rowSums[row] += q;
        for (int k = 0; k < words.length; k++) {
          words[k] |= (q >>> k & 1L) << i;
        }
      }
      int word = row * planes[0].positionWords() + c / Long.SIZE;
      for (int k = 0; k < words.length; k++) {
        planes[k].words()[word] = words[k];
      }
    }
  }

  /** Number of planes. */
  int count() {
    return planes.length;
  }

  BitBatch plane(int k) {
    return planes[k];
  }

  /** What a bit of a plane stands for. */
  int factor(int k) {
    return k == planes.length - 1 ? -(1 << k) : 1 << k;
  }

  /** What 1 stands for. */
  float scale() {
    return scale;
  }

  /** The sum of q over all samples and positions, for each channel. */
  int[] sums() {
    return sums;
  }

  /** The sum of q over all channels, for each position of each sample. */
  int[] rowSums() {
    return rowSums;
  }

  /** Whether all of it is 0. */
  boolean isZero() {
    return scale == 0;
  }
}
