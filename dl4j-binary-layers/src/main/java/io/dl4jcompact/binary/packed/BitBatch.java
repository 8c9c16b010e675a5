package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Slot;
import java.util.Arrays;

/**
 * Bits of some samples in the runtime's layout: sample after sample, each position-major with its
 * channels last, and the bits of a position in whole words whose last bits are 0.
 *
 * @param type of one sample, of elements BIT_01
 * @param samples number of samples
 * @param words of all samples, and maybe more
 */
@SuppressWarnings("ArrayRecordComponent") // Lives as long as one step.
record BitBatch(TensorType type, int samples, long[] words) {

  /** So many samples of zeros. */
  static BitBatch zeros(TensorType type, int samples) {
    return new BitBatch(type, samples, new long[Math.multiplyExact(samples, Slot.sizeOf(type))]);
  }

  /** Some of the samples: all of them as they are, else a copy. */
  BitBatch slice(int first, int count) {
    if (count == samples) {
      return this;
    }
    int from = first * sampleWords();
    return new BitBatch(type, count, Arrays.copyOfRange(words, from, from + count * sampleWords()));
  }

  /** Words of one position. */
  int positionWords() {
    return Slot.channelStride(type);
  }

  /** Words of one sample. */
  int sampleWords() {
    return Slot.sizeOf(type);
  }

  /** Positions of all samples. */
  int rows() {
    return samples * type.positions();
  }
}
