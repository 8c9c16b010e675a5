package io.dl4jcompact.runtime;

/**
 * The shape of one sample of an input or output, channels first as in Deeplearning4j.
 *
 * @param label what messages call the input or output
 */
record SampleShape(String label, int channels, int height, int width) {

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
   * The number of samples in an array.
   *
   * @throws IllegalArgumentException if it is not a whole number
   */
  int samples(float[] values) {
    if (values.length % size() != 0) {
      throw new IllegalArgumentException(
          label
              + " has "
              + values.length
              + " values; a sample of this model has "
              + this
              + "; pass a whole number of samples");
    }
    return values.length / size();
  }

  /**
   * @throws IllegalArgumentException if a value is NaN or infinite; the message says where
   */
  void requireFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
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
