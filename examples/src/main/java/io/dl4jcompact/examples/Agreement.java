package io.dl4jcompact.examples;

/**
 * How far an exported model gives what its network gives.
 *
 * @param images that were compared
 * @param sameClass number of images that both classify alike
 * @param largestDifference max |model - network| / |network| over all outputs of all images;
 *     infinite if an output is 0 in the network only
 */
record Agreement(int images, int sameClass, double largestDifference) {

  /** What is promised of every output, relative to it. */
  static final double TOLERANCE = 1e-4;

  /**
   * @throws IllegalArgumentException if the two are not of as many images
   */
  static Agreement of(Outputs model, Outputs network) {
    float[] actual = model.values();
    float[] expected = network.values();
    if (actual.length != expected.length) {
      throw new IllegalArgumentException(
          actual.length + " outputs cannot be compared with " + expected.length);
    }
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      if (actual[i] != expected[i]) {
        double difference = Math.abs((double) actual[i] - expected[i]);
        largest = Math.max(largest, difference / Math.abs(expected[i]));
      }
    }
    byte[] classes = network.classes();
    return new Agreement(classes.length, equal(model.classes(), classes), largest);
  }

  /** Whether every image has its class and every output is within {@link #TOLERANCE}. */
  boolean holds() {
    return sameClass == images && largestDifference <= TOLERANCE;
  }

  /** Number of places at which two arrays of the same length are equal. */
  static int equal(byte[] some, byte[] others) {
    int equal = 0;
    for (int i = 0; i < some.length; i++) {
      equal += some[i] == others[i] ? 1 : 0;
    }
    return equal;
  }
}
