package io.dl4jcompact.runtime;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.plan.Plan;

/**
 * The shape of one sample of an input or output, channels first as in Deeplearning4j.
 *
 * @param label what messages call the input or output
 */
record SampleShape(String label, int channels, int height, int width) {

  static SampleShape of(String label, TensorType type) {
    return new SampleShape(label, type.channels(), type.height(), type.width());
  }

  /** Number of values. */
  int size() {
    return channels * height * width;
  }

  private boolean isVector() {
    return height == 1 && width == 1;
  }

  /** {@code [channels, height, width]}, or {@code [channels]} for a vector. */
  int[] dimensions() {
    return isVector() ? new int[] {channels} : new int[] {channels, height, width};
  }

  /**
   * The number of samples in an array of a given length.
   *
   * @throws IllegalArgumentException if it is not a whole number
   */
  int samples(int length) {
    if (length % size() != 0) {
      throw new IllegalArgumentException(
          label
              + " has "
              + length
              + " values; a sample of this model has "
              + this
              + "; pass a whole number of samples");
    }
    return length / size();
  }

  /**
   * @param values whole samples
   * @param first the first sample to look at
   * @param count samples to look at
   * @param plan whose kernels may look faster
   * @throws IllegalArgumentException if a value is NaN or infinite; the message says where
   */
  void requireFinite(float[] values, int first, int count, Plan plan) {
    int start = first * size();
    int end = (first + count) * size();
    if (!Float.isFinite(plan.sum(values, start, end))) {
      requireEachFinite(values, start, end);
    }
  }

  private void requireEachFinite(float[] values, int start, int end) {
    for (int i = start; i < end; i++) {
      if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            label
                + "["
                + i
                + "] is "
                + values[i]
                + " ("
                + place(i)
                + "); replace missing and overflowing values before running the model");
      }
    }
  }

  private String place(int index) {
    int within = index % size();
    String sample = "sample " + index / size();
    if (isVector()) {
      return sample + ", element " + within;
    }
    return sample
        + ", channel "
        + within / (height * width)
        + ", row "
        + within / width % height
        + ", column "
        + within % width;
  }

  /** For messages: {@code 1x28x28 = 784}, or {@code 784} for a vector. */
  @Override
  public String toString() {
    return isVector() ? "" + channels : channels + "x" + height + "x" + width + " = " + size();
  }
}
