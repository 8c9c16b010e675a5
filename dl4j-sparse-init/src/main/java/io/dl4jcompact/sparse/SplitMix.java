package io.dl4jcompact.sparse;

/**
 * Random numbers from a seed. Written out, since a saved network keeps the seed of its mask, and no
 * other JDK may draw another one.
 *
 * @see <a href="https://doi.org/10.1145/2714064.2660195">Steele, Lea and Flood 2014, figure 16</a>
 */
final class SplitMix {

  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1p-53;

  private long state;

  SplitMix(long seed) {
    state = seed;
  }

  /** A seed for one of several streams, the same for the same pair. */
  static long derive(long seed, long stream) {
    return mix(seed + mix(stream + GOLDEN));
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }
}
