package io.dl4jcompact.elastic.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A rectangular part of an array: in each dimension the indices from one, inclusive, to another,
 * exclusive.
 */
public final class Box {

  private final long[] from;
  private final long[] to;

  private Box(long[] from, long[] to) {
    this.from = from;
    this.to = to;
  }

  /** The first indices of each dimension. */
  public static Box first(long... sizes) {
    return new Box(new long[sizes.length], sizes.clone());
  }

  /**
   * The indices {@code from[d]} to {@code to[d] - 1} of each dimension d.
   *
   * @throws IllegalArgumentException if the lengths differ, or a dimension has none
   */
  public static Box of(long[] from, long[] to) {
    boolean valid = from.length == to.length;
    for (int d = 0; valid && d < from.length; d++) {
      valid = 0 <= from[d] && from[d] < to[d];
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "no box from %s to %s".formatted(Arrays.toString(from), Arrays.toString(to)));
    }
    return new Box(from.clone(), to.clone());
  }

  /** A view of the part; the array itself where that is all of it. */
  public INDArray of(INDArray array) {
    if (length() == array.length()) {
      return array;
    }
    INDArrayIndex[] intervals = new INDArrayIndex[from.length];
    for (int d = 0; d < from.length; d++) {
      intervals[d] = NDArrayIndex.interval(from[d], to[d]);
    }
    return array.get(intervals);
  }

  /** Number of elements. */
  long length() {
    long length = 1;
    for (int d = 0; d < from.length; d++) {
      length *= to[d] - from[d];
    }
    return length;
  }

  boolean contains(Box other) {
    boolean contains = true;
    for (int d = 0; d < from.length; d++) {
      contains &= from[d] <= other.from[d] && other.to[d] <= to[d];
    }
    return contains;
  }

  private boolean meets(Box other) {
    boolean meets = true;
    for (int d = 0; d < from.length; d++) {
      meets &= from[d] < other.to[d] && other.from[d] < to[d];
    }
    return meets;
  }

  /** What is left without another box, as boxes that do not meet. */
  List<Box> minus(Box other) {
    if (!meets(other)) {
      return List.of(this);
    }
    List<Box> left = new ArrayList<>();
    long[] low = from.clone();
    long[] high = to.clone();
    for (int d = 0; d < from.length; d++) {
      if (low[d] < other.from[d]) {
        long[] end = high.clone();
        end[d] = other.from[d];
        left.add(new Box(low.clone(), end));
        low[d] = other.from[d];
      }
      if (other.to[d] < high[d]) {
        long[] start = low.clone();
        start[d] = other.to[d];
        left.add(new Box(start, high.clone()));
        high[d] = other.to[d];
      }
    }
    return left;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Box that
        && Arrays.equals(from, that.from)
        && Arrays.equals(to, that.to);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
  }

  @Override
  public String toString() {
    return Arrays.toString(from) + ".." + Arrays.toString(to);
  }
}
