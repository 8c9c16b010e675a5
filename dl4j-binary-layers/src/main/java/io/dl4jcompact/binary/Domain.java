package io.dl4jcompact.binary;

/** What values a {@link BooleanLayer} is given. */
public enum Domain {
  /** Bits: an input of the numbers 0 and 1, a signal of which only the sign counts. */
  BOOLEAN,
  /** Any finite numbers. */
  REAL
}
