package io.dl4jcompact.runtime.kernel;

/**
 * Working space of a step, which keeps nothing from one step to the next. Each kind is an array of
 * its own: loops over arrays that all start at 0 are those that the compiler can vectorise.
 *
 * @param floats floats collected from the arena
 * @param words words of bits collected from the arena
 * @param counts counts of bits
 * @param sums rows of sums of products, each of {@link #LANES} floats
 */
public record ScratchSize(int floats, int words, int counts, int sums) {

  /** Floats in a row of sums. */
  public static final int LANES = 128;

  /** No space at all. */
  public static final ScratchSize NONE = new ScratchSize(0, 0, 0, 0);

  /** Space enough for either of two steps. */
  public ScratchSize max(ScratchSize other) {
    return new ScratchSize(
        Math.max(floats, other.floats),
        Math.max(words, other.words),
        Math.max(counts, other.counts),
        Math.max(sums, other.sums));
  }
}
