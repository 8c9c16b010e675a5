package io.dl4jcompact.runtime.kernel;

/**
 * Along one axis of a map: for each placement of a window, which of its taps fall inside.
 *
 * <p>The taps inside are always consecutive. Placements with the same taps inside have the same
 * class; classes are numbered from 0 in their order.
 */
public final class Taps {

  private final int[] origins;
  private final int[] firsts;
  private final int[] ends;
  private final int[] classes;
  private final int dilation;

  /**
   * @param placements number of placements
   * @param size positions of the map along the axis
   */
  Taps(int placements, int size, int kernel, int stride, int dilation, int padding) {
    this.dilation = dilation;
    origins = new int[placements];
    firsts = new int[placements];
    ends = new int[placements];
    classes = new int[placements];
    for (int o = 0; o < placements; o++) {
      origins[o] = Math.multiplyExact(o, stride) - padding;
      firsts[o] = clip(ceilDivide(-origins[o], dilation), kernel);
      ends[o] = Math.max(firsts[o], clip(ceilDivide(size - origins[o], dilation), kernel));
      // The taps inside only ever move one way, so equal ones are neighbours.
      classes[o] = o == 0 ? 0 : classes[o - 1] + (sameTaps(o - 1, o) ? 0 : 1);
    }
  }

  private static int ceilDivide(int a, int b) {
    return -Math.floorDiv(-a, b);
  }

  private static int clip(int tap, int kernel) {
    return Math.max(0, Math.min(kernel, tap));
  }

  private boolean sameTaps(int placement, int other) {
    return firsts[placement] == firsts[other] && ends[placement] == ends[other];
  }

  /** The first tap inside. */
  public int first(int placement) {
    return firsts[placement];
  }

  /** One past the last tap inside; the first tap if none is. */
  public int end(int placement) {
    return ends[placement];
  }

  /** The position of the map that a tap looks at. */
  public int position(int placement, int tap) {
    return origins[placement] + tap * dilation;
  }

  /** The class of a placement. */
  int classOf(int placement) {
    return classes[placement];
  }

  /** Whether a placement is the first of its class. */
  boolean startsClass(int placement) {
    return placement == 0 || classes[placement] != classes[placement - 1];
  }

  /** Number of classes. */
  int classes() {
    return classes[classes.length - 1] + 1;
  }
}
