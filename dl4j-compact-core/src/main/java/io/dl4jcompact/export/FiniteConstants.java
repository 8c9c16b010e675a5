package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Op;

/** Refuses operations whose constants came out NaN or infinite. */
final class FiniteConstants {

  private FiniteConstants() {}

  /**
   * @throws IllegalArgumentException if a constant computed from parameters is not finite
   */
  static void require(Op op) {
    if (op instanceof Affine affine) {
      require("center", affine.center());
      require("scale", affine.scale());
      require("shift", affine.shift());
    }
  }

  private static void require(String what, Floats values) {
    for (int channel = 0; channel < values.length(); channel++) {
      if (!Float.isFinite(values.get(channel))) {
        throw new IllegalArgumentException(
            "the parameters of channel "
                + channel
                + " give a "
                + what
                + " of "
                + values.get(channel));
      }
    }
  }
}
