package io.dl4jcompact.runtime.graph;

import java.util.Objects;

/** Which of so many weights are connected: an immutable set of positions, counted from 0. */
public final class Mask {

  /** Words between two numbers that are kept; those between are counted when they are asked for. */
  private static final int WORDS = 16;

  /** Bits: arrays in files begin at multiples of 64 bytes, so that fewer may save nothing. */
  private static final int LEAST_SAVED = 64 * Byte.SIZE;

  private static final int BITS = WORDS * Long.SIZE;

  private final Bits connected;
  private final int count;

  /** Connected positions before each {@value #BITS} of them. */
  private final int[] before;

  private Mask(Bits connected) {
    this.connected = connected;
    before = new int[connected.length() / BITS + 1];
    int sum = 0;
    for (int first = 0; first < connected.length(); first += Long.SIZE) {
      if (first % BITS == 0) {
        before[first / BITS] = sum;
      }
      sum += Long.bitCount(connected.word(first));
    }
    if (connected.length() % BITS == 0) {
      before[before.length - 1] = sum;
    }
    count = sum;
  }

  /**
   * The positions whose bits are set.
   *
   * @throws NullPointerException if there are no bits
   */
  public static Mask of(Bits connected) {
    return new Mask(Objects.requireNonNull(connected, "connected"));
  }

  /** Number of positions, connected or not. */
  public int length() {
    return connected.length();
  }

  /** Number of connected positions. */
  public int count() {
    return count;
  }

  /** A bit for each position. */
  public Bits bits() {
    return connected;
  }

  /** Whether a position is connected. */
  public boolean get(int position) {
    return connected.get(position);
  }

  /**
   * Connected positions before this one, which is where the value of a connected position is among
   * those of all.
   *
   * @param position at most the length
   */
  public int countBefore(int position) {
    int sum = before[position / BITS];
    int word = position / BITS * BITS;
    for (; word + Long.SIZE <= position; word += Long.SIZE) {
      sum += Long.bitCount(connected.word(word));
    }
    int left = position - word;
    return left == 0 ? sum : sum + Long.bitCount(connected.word(word) << (Long.SIZE - left));
  }

  /** The first connected position from this one on, or the length if there is none. */
  public int next(int position) {
    for (int from = position; from < connected.length(); from += Long.SIZE) {
      long word = connected.word(from);
      if (word != 0) {
        return from + Long.numberOfTrailingZeros(word);
      }
    }
    return connected.length();
  }

  /**
   * Whether a model with a mask and the connected values, of so many bits each, is smaller than one
   * with all values.
   */
  public boolean saves(int bits) {
    // A mask takes a bit a position at most.
    return (long) (length() - count) * bits - length() > LEAST_SAVED;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask && connected.equals(mask.connected);
  }

  @Override
  public int hashCode() {
    return connected.hashCode();
  }

  /** For messages: {@code 12 of 100 connected}. */
  @Override
  public String toString() {
    return count + " of " + length() + " connected";
  }
}
