package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * Bits with those of some channels inverted: what is left where a falling function of a channel
 * moved ahead of a max-pooling.
 *
 * @param channels a set bit for each channel to invert
 */
public record Flip(Bits channels) implements Op {

  public Flip {
    Objects.requireNonNull(channels, "channels");
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.one(inputs);
    if (!input.element().isOneBit() || channels.length() != input.channels()) {
      throw new IllegalArgumentException(
          "expected bits of " + channels.length() + " channels, got " + input);
    }
    return input;
  }
}
