package io.dl4jcompact.binary.data;

/** How large a sample may be, so that its arrays fit into memory as it is. */
final class SampleSize {

  /** A minute's sound has less than 3 million values, an image of ten megapixels 30 million. */
  static final int MOST_VALUES = 1 << 28;

  private SampleSize() {}

  /**
   * @param values a double, since no whole number holds all products of sizes
   * @throws IllegalArgumentException if there are too many
   */
  static void require(String sizes, double values, String remedy) {
    if (values > MOST_VALUES) {
      throw new IllegalArgumentException(
          "%s: %.0f values a sample, expected at most %d; %s"
              .formatted(sizes, values, MOST_VALUES, remedy));
    }
  }
}
