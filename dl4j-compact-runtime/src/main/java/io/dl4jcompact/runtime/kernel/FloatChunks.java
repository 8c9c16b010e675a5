package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/**
 * Which elements of a row a product adds up by themselves: runs of neighbours, in parts of at most
 * {@link FloatProduct#CHUNK}, if they are long enough; else as many as that, wherever they are.
 */
final class FloatChunks {

  /** Adding up the sums of shorter runs would take much of the time. */
  private static final int LEAST_RUN = 96;

  /** Where chunks start, and the row's end. */
  private final int[] starts;

  private final boolean dense;

  private FloatChunks(int[] starts, boolean dense) {
    this.starts = starts;
    this.dense = dense;
  }

  /** The chunks of rows whose elements are at such distances from their start. */
  static FloatChunks of(int[] offsets) {
    int length = offsets.length;
    int[] starts = new int[length + 1];
    int chunks = 0;
    int runs = 0;
    for (int first = 0; first < length; runs++) {
      int end = first + 1;
      while (end < length && offsets[end] == offsets[end - 1] + 1) {
        end++;
      }
      for (int start = first; start < end; start += FloatProduct.CHUNK) {
        starts[chunks++] = start;
      }
      first = end;
    }
    if (runs > 1 && length / runs < LEAST_RUN) {
      return anywhere(length);
    }
    starts[chunks] = length;
    return new FloatChunks(Arrays.copyOf(starts, chunks + 1), true);
  }

  private static FloatChunks anywhere(int length) {
    int chunks = (length + FloatProduct.CHUNK - 1) / FloatProduct.CHUNK;
    int[] starts = new int[chunks + 1];
    for (int chunk = 0; chunk < chunks; chunk++) {
      starts[chunk] = chunk * FloatProduct.CHUNK;
    }
    starts[chunks] = length;
    return new FloatChunks(starts, false);
  }

  int count() {
    return starts.length - 1;
  }

  /** The first element of a chunk; of the one behind the last, the row's end. */
  int start(int chunk) {
    return starts[chunk];
  }

  /** Whether the elements of each chunk are neighbours. */
  boolean areDense() {
    return dense;
  }
}
