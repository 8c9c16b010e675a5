package io.dl4jcompact.runtime.graph;

import java.util.List;

/** Checks that the shape rules of operations share. */
final class Inputs {

  private Inputs() {}

  /** The only input. */
  static TensorType one(List<TensorType> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("expected 1 input, got " + inputs.size());
    }
    return inputs.get(0);
  }

  /** The only input, which must be of floats. */
  static TensorType oneFloat(List<TensorType> inputs) {
    return floats(one(inputs));
  }

  static TensorType floats(TensorType type) {
    if (type.element() != ElementType.FLOAT) {
      throw new IllegalArgumentException("expected a FLOAT input, got " + type);
    }
    return type;
  }

  /** The only input, which must be of 8-bit integers. */
  static TensorType oneInt8(List<TensorType> inputs) {
    return int8(one(inputs));
  }

  static TensorType int8(TensorType type) {
    if (type.element() != ElementType.INT8) {
      throw new IllegalArgumentException("expected an INT8 input, got " + type);
    }
    return type;
  }

  /** An input of whole elements, floats or 8-bit integers. */
  static TensorType whole(TensorType type) {
    if (type.element().isOneBit()) {
      throw new IllegalArgumentException("expected a FLOAT or INT8 input, got " + type);
    }
    return type;
  }

  /** At least one input, all of floats. */
  static List<TensorType> someFloats(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("expected at least 1 input, got none");
    }
    for (TensorType input : inputs) {
      floats(input);
    }
    return inputs;
  }

  /** Per-channel parameters: absent, one for all channels, or one a channel. */
  static void requirePerChannel(String what, int length, int channels) {
    if (length != 0 && length != 1 && length != channels) {
      throw new IllegalArgumentException(
          what + " has " + length + " values, expected 0, 1 or " + channels);
    }
  }
}
