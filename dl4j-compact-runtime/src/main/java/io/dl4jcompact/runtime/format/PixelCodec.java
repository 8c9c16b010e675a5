package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.PixelScaling;
import java.util.Optional;

/** How the scaling of an input's pixels is written and read. */
final class PixelCodec {

  private static final int NONE = 0;
  private static final int SCALING = 1;

  private PixelCodec() {}

  static void write(Optional<PixelScaling> pixels, OpWriter to) throws ModelFormatException {
    to.out().u8(pixels.isPresent() ? SCALING : NONE);
    if (pixels.isPresent()) {
      to.floats("center", pixels.get().center());
      to.floats("divisor", pixels.get().divisor());
      to.floats("scale", pixels.get().scale());
      to.floats("shift", pixels.get().shift());
    }
  }

  static Optional<PixelScaling> read(OpReader from) throws ModelFormatException {
    int kind = from.in().u8("pixels");
    if (kind == NONE) {
      return Optional.empty();
    }
    if (kind != SCALING) {
      throw from.in().unknown("kind of pixels is " + kind + ", expected 0 or 1");
    }
    return Optional.of(
        new PixelScaling(
            from.floats("center"),
            from.floats("divisor"),
            from.floats("scale"),
            from.floats("shift")));
  }
}
