package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Activation;

/** An activation function over an array, in place. */
public final class ActivationLoop {

  private ActivationLoop() {}

  /** Replaces each of count values by f of it. */
  public static void run(Activation activation, float[] values, int from, int count) {
    switch (activation.function()) {
      case IDENTITY -> {}
      case RELU -> rectify(values, from, from + count);
      default -> {
        for (int i = from; i < from + count; i++) {
          values[i] = activation.apply(values[i]);
        }
      }
    }
  }

  // Apart from the others because a loop over one simple function is vectorised.
  private static void rectify(float[] values, int from, int end) {
    for (int i = from; i < end; i++) {
      values[i] = Math.max(0, values[i]);
    }
  }
}
