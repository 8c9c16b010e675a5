package io.dl4jcompact.examples.marks;

import java.util.Locale;
import java.util.OptionalDouble;

/** What a one-bit network has to reach on test images. */
public sealed interface Goal {

  /** Whether the float twin has to be trained as well. */
  boolean needsTwin();

  /**
   * Whether the goal is reached.
   *
   * @param oneBit the one-bit network's accuracy, in 0..1
   * @param twin the float twin's accuracy; empty if it was not trained
   * @throws java.util.NoSuchElementException if the twin's is needed and missing
   */
  boolean reached(double oneBit, OptionalDouble twin);

  /** An accuracy of its own. */
  record AtLeast(double accuracy) implements Goal {

    @Override
    public boolean needsTwin() {
      return false;
    }

    @Override
    public boolean reached(double oneBit, OptionalDouble twin) {
      return oneBit >= accuracy;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "at least %.1f %%", 100 * accuracy);
    }
  }

  /**
   * Hardly less than the float twin.
   *
   * @param difference that is allowed, as a share of all images
   */
  record NearTwin(double difference) implements Goal {

    @Override
    public boolean needsTwin() {
      return true;
    }

    @Override
    public boolean reached(double oneBit, OptionalDouble twin) {
      return twin.orElseThrow() - oneBit <= difference;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "twin - %.1f points", 100 * difference);
    }
  }
}
