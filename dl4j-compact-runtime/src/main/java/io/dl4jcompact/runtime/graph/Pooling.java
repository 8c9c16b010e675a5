package io.dl4jcompact.runtime.graph;

import java.util.Objects;

/**
 * How several values become one.
 *
 * @param kind the rule
 * @param norm p of {@link Kind#NORM}, at least 1; 0 for the others
 */
public record Pooling(Kind kind, int norm) {

  /** The rules. */
  public enum Kind {
    MAX,
    /** The sum over the number of places, zeros of the padding included. */
    AVERAGE,
    SUM,
    /** (Σ |x|^p)^(1/p). */
    NORM,
    /** The sum over the number of places inside of the map: padding does not count. */
    AVERAGE_INSIDE
  }

  public static final Pooling MAX = new Pooling(Kind.MAX, 0);
  public static final Pooling AVERAGE = new Pooling(Kind.AVERAGE, 0);
  public static final Pooling AVERAGE_INSIDE = new Pooling(Kind.AVERAGE_INSIDE, 0);
  public static final Pooling SUM = new Pooling(Kind.SUM, 0);

  /**
   * @throws IllegalArgumentException if the norm does not go with the kind
   */
  public Pooling {
    Objects.requireNonNull(kind, "kind");
    if (kind == Kind.NORM ? norm < 1 : norm != 0) {
      throw new IllegalArgumentException(
          "p must be at least 1 for NORM and 0 for others, got " + norm + " for " + kind);
    }
  }
}
