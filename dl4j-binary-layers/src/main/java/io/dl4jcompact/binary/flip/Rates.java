package io.dl4jcompact.binary.flip;

import org.nd4j.linalg.schedule.ISchedule;

/** Refuses rates that are negative, NaN or infinite, and shares above 1. */
final class Rates {

  private Rates() {}

  static double positive(String updater, String name, double value) {
    return require(value > 0 && Double.isFinite(value), updater, name, value, "a positive number");
  }

  static double notNegative(String updater, String name, double value) {
    return require(value >= 0 && Double.isFinite(value), updater, name, value, "0 or more");
  }

  static double share(String updater, String name, double value) {
    return require(value > 0 && value <= 1, updater, name, value, "more than 0 and at most 1");
  }

  private static double require(
      boolean valid, String updater, String name, double value, String expected) {
    if (!valid) {
      throw new IllegalArgumentException(
          "%s: %s is %s, expected %s".formatted(updater, name, value, expected));
    }
    return value;
  }

  /**
   * A schedule's present value.
   *
   * @throws IllegalStateException if it is negative, NaN or infinite
   */
  static double at(FlipUpdater updater, String name, ISchedule schedule, int iteration, int epoch) {
    double value = schedule.valueAt(iteration, epoch);
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw refusal(updater, name, value, "0 or more", iteration, epoch);
    }
    return value;
  }

  /** As {@link #at}, of at most 1. */
  static double shareAt(
      FlipUpdater updater, String name, ISchedule schedule, int iteration, int epoch) {
    double value = at(updater, name, schedule, iteration, epoch);
    if (value > 1) {
      throw refusal(updater, name, value, "at most 1", iteration, epoch);
    }
    return value;
  }

  private static IllegalStateException refusal(
      FlipUpdater updater, String name, double value, String expected, int iteration, int epoch) {
    return new IllegalStateException(
        "%s: %s is %s in iteration %d of epoch %d, expected %s; change its schedule"
            .formatted(updater, name, value, iteration, epoch, expected));
  }
}
