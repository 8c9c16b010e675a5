package io.dl4jcompact.runtime.kernel;

import java.util.Arrays;

/**
 * Connected weights times one row of elements, for rows that are too few to be taken together.
 * Finding elements takes longer than multiplying, so all families of kernels have the same loop: of
 * four outputs at a time, whose sums need not wait for each other, and whose weights alternate as
 * far as all four have some.
 */
final class SparseDots {

  private static final int TOGETHER = 4;

  /** From one group of four to the next in a segment: where it starts, and where each ends. */
  private static final int BOUNDS = TOGETHER + 2;

  /** Elements of a segment. */
  private final int segment;

  private final int segments;
  private final int length;

  /** For each group, for each segment: the start, the end of what alternates, and four ends. */
  private final int[] bounds;

  /** What each weight meets, from the segment's first element on. */
  private final char[] elements;

  private final float[] values;

  /**
   * @param rows those of a dense layer
   * @param length elements that each output sees, connected or not
   */
  SparseDots(SparseRows rows, int length) {
    int outputs = rows.outputs();
    segment = rows.segmentChannels();
    segments = (length + segment - 1) / segment;
    this.length = length;
    bounds = new int[(outputs + TOGETHER - 1) / TOGETHER * segments * BOUNDS];
    elements = new char[rows.values().length];
    values = new float[elements.length];
    int[] next = rows.starts().clone();
    int[] ends = new int[TOGETHER];
    int to = 0;
    for (int at = 0; at < bounds.length; at += BOUNDS) {
      int first = at / BOUNDS / segments * TOGETHER;
      int base = at / BOUNDS % segments * segment;
      int common = Integer.MAX_VALUE;
      for (int n = 0; n < TOGETHER; n++) {
        ends[n] =
            first + n < outputs ? rows.end(first + n, next[first + n], (long) base + segment) : 0;
        common = Math.min(common, first + n < outputs ? ends[n] - next[first + n] : 0);
      }
      bounds[at] = to;
      for (int j = 0; j < common; j++) {
        for (int n = 0; n < TOGETHER; n++) {
          put(rows, next[first + n]++, base, to++);
        }
      }
      bounds[at + 1] = to;
      for (int n = 0; n < TOGETHER; n++) {
        while (first + n < outputs && next[first + n] < ends[n]) {
          put(rows, next[first + n]++, base, to++);
        }
        bounds[at + 2 + n] = to;
      }
    }
  }

  private void put(SparseRows rows, int from, int base, int to) {
    elements[to] = (char) (rows.elements()[from] - base);
    values[to] = rows.values()[from];
  }

  /**
   * Computes the sums of some outputs.
   *
   * @param x where the elements are
   * @param base where they start
   * @param first the first output, a multiple of four
   * @param count number of outputs
   * @param part takes the elements of a segment: loops over what starts at 0 are faster
   * @param sums takes the sums, from 0 on, and some more
   */
  void multiply(float[] x, int base, int first, int count, float[] part, float[] sums) {
    for (int i = 0; i < segments; i++) {
      int from = i * segment;
      System.arraycopy(x, base + from, part, 0, Math.min(segment, length - from));
      for (int n = 0; n < count; n += TOGETHER) {
        if (i == 0) {
          Arrays.fill(sums, n, n + TOGETHER, 0);
        }
        add(part, ((first + n) / TOGETHER * segments + i) * BOUNDS, sums, n);
      }
    }
  }

  /** Adds the sums of a group for a segment. */
  private void add(float[] x, int bound, float[] sums, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int end = bounds[bound + 1];
    for (int k = bounds[bound]; k < end; k += TOGETHER) {
      a = Math.fma(values[k], x[elements[k]], a);
      b = Math.fma(values[k + 1], x[elements[k + 1]], b);
      c = Math.fma(values[k + 2], x[elements[k + 2]], c);
      d = Math.fma(values[k + TOGETHER - 1], x[elements[k + TOGETHER - 1]], d);
    }
    sums[to] += rest(x, end, bounds[bound + 2], a);
    sums[to + 1] += rest(x, bounds[bound + 2], bounds[bound + TOGETHER - 1], b);
    sums[to + 2] += rest(x, bounds[bound + TOGETHER - 1], bounds[bound + TOGETHER], c);
    sums[to + TOGETHER - 1] += rest(x, bounds[bound + TOGETHER], bounds[bound + TOGETHER + 1], d);
  }

  /** A chain that goes on with some weights. */
  private float rest(float[] x, int from, int end, float start) {
    float chain = start;
    for (int k = from; k < end; k++) {
      chain = Math.fma(values[k], x[elements[k]], chain);
    }
    return chain;
  }
}
