package io.dl4jcompact.runtime.graph;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** An immutable array of ints. */
public final class Ints {

  private final int[] values;

  private Ints(int[] values) {
    this.values = values;
  }

  /** A copy of the given values. */
  public static Ints of(int... values) {
    return new Ints(values.clone());
  }

  /** So many values, asked for in order from index 0 up, and not copied. */
  public static Ints of(int length, IntUnaryOperator value) {
    int[] values = new int[length];
    for (int i = 0; i < length; i++) {
      values[i] = value.applyAsInt(i);
    }
    return new Ints(values);
  }

  public int length() {
    return values.length;
  }

  public int get(int index) {
    return values[index];
  }

  /** A copy as an array. */
  public int[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ints ints && Arrays.equals(values, ints.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 4 ? Arrays.toString(values) : values.length + " ints";
  }
}
