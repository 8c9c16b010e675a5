package io.dl4jcompact.runtime.kernel;

/**
 * Working space of a step, which keeps nothing from one step to the next. Each kind is an array of
 * its own: loops over arrays that all start at 0 are those that the compiler can vectorise.
 *
 * @param floats floats collected from the arena
 * @param words words of bits collected from the arena
 * @param ints integers that a step works with
 * @param counts rows of counts of bits, each of {@link #LANES} integers
 * @param sums rows of sums of products, each of {@link #LANES} floats
 */
public record ScratchSize(int floats, int words, int ints, int counts, int sums) {

  /** Numbers in a row of counts or sums. */
  public static final int LANES = 128;

  /** No space at all. */
  public static final ScratchSize NONE = new ScratchSize(0, 0, 0, 0, 0);

  /** Space enough for either of two steps. */
  public ScratchSize max(ScratchSize other) {
    return new ScratchSize(
        Math.max(floats, other.floats),
        Math.max(words, other.words),
        Math.max(ints, other.ints),
        Math.max(counts, other.counts),
        Math.max(sums, other.sums));
  }
}
