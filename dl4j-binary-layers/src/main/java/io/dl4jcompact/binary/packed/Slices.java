package io.dl4jcompact.binary.packed;

/**
 * How many samples of a minibatch are worked on at a time, so that working space stays small
 * however large a minibatch is. What a step computes does not depend on it: sums over samples are
 * integers, which are added up before anything looks at them, and random numbers follow from the
 * index of a value among those of all samples.
 *
 * @param room floats that one array of working space has at most, if one sample has no more
 */
record Slices(int room) {

  /** Arrays of a quarter of a megabyte, which stay in the cache. */
  static final Slices DEFAULT = new Slices(1 << 16);

  /** The samples of a slice: at least one, and no more than there are. */
  int samples(int sampleSize, int samples) {
    return Math.max(1, Math.min(samples, room / sampleSize));
  }

  /** Takes a slice. */
  @FunctionalInterface
  interface Slice {
    /**
     * @param first its first sample
     * @param count number of its samples
     */
    void accept(int first, int count);
  }

  /**
   * Gives all samples in slices, in order.
   *
   * @param sampleSize floats of one sample
   */
  void forEach(int sampleSize, int samples, Slice slice) {
    int most = samples(sampleSize, samples);
    for (int first = 0; first < samples; first += most) {
      slice.accept(first, Math.min(most, samples - first));
    }
  }
}
