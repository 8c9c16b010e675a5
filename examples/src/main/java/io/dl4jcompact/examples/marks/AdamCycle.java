package io.dl4jcompact.examples.marks;

import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam, whose rate rises in a twentieth of the training, then falls to 0.
 *
 * @param peak greatest learning rate
 */
public record AdamCycle(double peak) implements Updates {

  /** Part of the training in which the rate rises. */
  private static final int RISE = 20;

  @Override
  public Adam updater(int iterations) {
    return new Adam(new OneCycle(peak, iterations / RISE, iterations));
  }
}
