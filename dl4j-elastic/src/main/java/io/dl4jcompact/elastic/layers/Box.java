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

  /**
   * A view of the part; the array itself where that is all of it.
   *
   * @throws IllegalArgumentException if it does not begin at the first index of each dimension, of
   *     an array of more than one: ND4J gives an empty view of some such parts
   */
  public INDArray of(INDArray array) {
    if (length() == array.length()) {
      return array;
    }
    if (from.length > 1 && Arrays.stream(from).anyMatch(index -> index > 0)) {
      throw new IllegalArgumentException(
          "no view of " + this + ", expected to begin at 0; read it");
    }
    INDArrayIndex[] intervals = new INDArrayIndex[from.length];
    for (int d = 0; d < from.length; d++) {
      intervals[d] = NDArrayIndex.interval(from[d], to[d]);
    }
    return array.get(intervals);
  }

  /**
   * Copies the part of an array.
   *
   * @param whole without gaps, as parameters and gradients are
   * @param part the copy, without gaps, in the same ordering
   */
  public void read(INDArray whole, INDArray part) {
    BoxCopy.copy(this, whole, part, true);
  }

  /**
   * Writes the part of an array; arguments as for {@link #read}.
   *
   * @param part what is written
   */
  public void write(INDArray part, INDArray whole) {
    BoxCopy.copy(this, whole, part, false);
  }

  /**
   * Whether the part lies together in memory, so that the view {@link #of} is as fast as a copy.
   */
  public boolean isRun(INDArray whole) {
    return run(whole) == length();
  }

  /** Number of elements that lie together in memory, the least of which the part is made. */
  long run(INDArray whole) {
    int rank = from.length;
    long run = 1;
    for (int i = 0; i < rank; i++) {
      int d = whole.ordering() == 'f' ? i : rank - 1 - i;
      run *= size(d);
      if (size(d) < whole.size(d)) {
        break;
      }
    }
    return run;
  }

  /** The part's shape. */
  public long[] shape() {
    long[] shape = new long[from.length];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = size(d);
    }
    return shape;
  }

  long from(int dimension) {
    return from[dimension];
  }

  long size(int dimension) {
    return to[dimension] - from[dimension];
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
