package io.dl4jcompact.examples.marks;

import java.util.Locale;

/** Two widths and two depths of the networks whose weights are made fewer. */
public enum SparseSize {
  NARROW_SHALLOW(1, 1),
  NARROW_DEEP(1, 2),
  WIDE_SHALLOW(2, 1),
  WIDE_DEEP(2, 2);

  private final int width;
  private final int depth;

  SparseSize(int width, int depth) {
    this.width = width;
    this.depth = depth;
  }

  /**
   * By how much layers are wider than the narrow ones: with 2, weights are about four times as
   * many.
   */
  public int width() {
    return width;
  }

  /** Layers, or blocks of layers, where there is one in the shallow network. */
  public int depth() {
    return depth;
  }

  /** "shallow" or "deep". */
  public String depthName() {
    return depth == 1 ? "shallow" : "deep";
  }

  /** The name on the command line and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
