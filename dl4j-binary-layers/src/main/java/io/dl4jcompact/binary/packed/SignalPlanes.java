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
   * @param signal finite, positions first and channels last
   * @param bits of one integer, at least 2
   */
  static SignalPlanes of(
      SampleFloats signal, TensorType type, int bits, Noise noise, Slices slices) {
    int limit = (1 << (bits - 1)) - 1;
    float scale = greatest(signal, slices) / limit;
    // The inverse of a denormal scale would be infinite.
    float inverse = scale < Float.MIN_NORMAL ? 0 : 1 / scale;
    return filled(
        zeros(type, signal.samples(), bits, scale),
        signal,
        slices,
        limit,
        (values, from, count) -> {
          for (int i = 0; i < count; i++) {
            values[i] *= inverse;
          }
          Dither.round(values, Dither.numbers(noise, from, count), count);
        });
  }

  /** The greatest absolute value, of all samples: they have one scale. */
  private static float greatest(SampleFloats signal, Slices slices) {
    float[] greatest = new float[1];
    signal.read(
        slices,
        (values, first, count) -> {
          for (int i = 0; i < count * signal.sampleSize(); i++) {
            greatest[0] = Math.max(greatest[0], Math.abs(values[i]));
          }
        });
    return greatest[0];
  }

  /** The signs of a signal; 0 has none. */
  static SignalPlanes ofSigns(SampleFloats signal, TensorType type, Slices slices) {
    return filled(
        zeros(type, signal.samples(), SIGN_PLANES, 1),
        signal,
        slices,
        1,
        (values, from, count) -> {
          for (int i = 0; i < count; i++) {
            values[i] = Math.signum(values[i]);
          }
        });
  }

  /** Makes whole numbers of the first values of an array. */
  private interface Rounding {
    /**
     * @param from index of the first among the values of all samples
     */
    void round(float[] values, long from, int count);
  }

  private static SignalPlanes filled(
      SignalPlanes planes, SampleFloats signal, Slices slices, int limit, Rounding rounding) {
    int size = signal.sampleSize();
    int channels = planes.sums.length;
    int positions = size / channels;
    signal.read(
        slices,
        (values, first, count) -> {
          rounding.round(values, (long) first * size, count * size);
          for (int row = 0; row < count * positions; row++) {
            planes.put(values, row * channels, first * positions + row, limit);
          }
        });
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

  /**
   * Takes the whole numbers of a position of a sample.
   *
   * @param from where they start
   * @param row number of the position among those of all samples
   */
  private void put(float[] numbers, int from, int row, int limit) {
    long[] words = new long[planes.length];
    for (int c = 0; c < sums.length; c += Long.SIZE) {
      int count = Math.min(Long.SIZE, sums.length - c);
      Arrays.fill(words, 0);
      for (int i = 0; i < count; i++) {
        int q = Math.max(-limit, Math.min(limit, (int) numbers[from + c + i]));
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
