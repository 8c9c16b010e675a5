package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where values come in: floats, channels first as in Deeplearning4j, or 8-bit pixels that become
 * such floats.
 *
 * @param type what a sample is; floats
 * @param pixels how pixels become the input; empty if the input takes floats only
 */
public record Input(TensorType type, Optional<PixelScaling> pixels) implements Op {

  /**
   * @throws IllegalArgumentException if the type is not of floats, or the scaling is not for its
   *     channels
   */
  public Input {
    Inputs.floats(type);
    Objects.requireNonNull(pixels, "pixels");
    if (pixels.isPresent()) {
      pixels.get().requireFor(type.channels());
    }
  }

  /** An input that takes floats only. */
  public Input(TensorType type) {
    this(type, Optional.empty());
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    if (!inputs.isEmpty()) {
      throw new IllegalArgumentException("an input takes no other node's result");
    }
    return type;
  }
}
