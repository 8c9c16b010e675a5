package io.dl4jcompact.runtime.kernel;

/**
 * Working space of a step, which keeps nothing from one step to the next.
 *
 * @param floats 32-bit floats
 * @param words 64-bit words
 * @param ints 32-bit integers
 */
public record ScratchSize(int floats, int words, int ints) {

  /** No space at all. */
  public static final ScratchSize NONE = new ScratchSize(0, 0, 0);

  /** Space enough for either of two steps. */
  public ScratchSize max(ScratchSize other) {
    return new ScratchSize(
        Math.max(floats, other.floats), Math.max(words, other.words), Math.max(ints, other.ints));
  }
}
