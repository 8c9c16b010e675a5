package io.dl4jcompact.runtime.graph;

import java.util.Arrays;

/** An immutable array of floats, equal by its bits. */
public final class Floats {

  /** No values. */
  public static final Floats NONE = new Floats(new float[0]);

  private final float[] values;

  private Floats(float[] values) {
    this.values = values;
  }

  /** A copy of the given values. */
  public static Floats of(float... values) {
    return values.length == 0 ? NONE : new Floats(values.clone());
  }

  public int length() {
    return values.length;
  }

  public boolean isEmpty() {
    return values.length == 0;
  }

  public float get(int index) {
    return values[index];
  }

  /** A per-channel parameter: the default where absent, the only value, or the channel's. */
  public float channel(int channel, float absent) {
    return switch (values.length) {
      case 0 -> absent;
      case 1 -> values[0];
      default -> values[channel];
    };
  }

  /** A copy as an array. */
  public float[] toArray() {
    return values.clone();
  }

  /** Whether no value is NaN or infinite. */
  public boolean allFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Floats floats && Arrays.equals(values, floats.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length <= 4 ? Arrays.toString(values) : values.length + " floats";
  }
}
