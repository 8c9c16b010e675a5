package io.dl4jcompact.binary.flip;

/**
 * Random numbers that are a function of a key and an index: nothing to keep between two steps, and
 * the same for any order of questions.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">Steele, Lea and Flood 2014</a>
 */
public record Noise(long key) {

  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  /** Numbers that have nothing to do with these, for a purpose of its own. */
  public Noise with(long purpose) {
    return new Noise(mix(key + GAMMA * (purpose + 1)));
  }

  /** 64 fair bits. */
  public long bits(long index) {
    return mix(key + GAMMA * (index + 1));
  }

  // The finaliser of SplittableRandom.
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ (a >>> 27)) * 0x94d049bb133111ebL;
    return b ^ (b >>> 31);
  }
}
