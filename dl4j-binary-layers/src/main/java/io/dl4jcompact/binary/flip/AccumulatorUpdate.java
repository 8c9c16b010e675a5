package io.dl4jcompact.binary.flip;

/**
 * A {@link FlipStep} of accumulators of any type, in their units: what both Deeplearning4j's
 * updates of integers and packed training do, in the same float operations.
 *
 * @param type of the accumulators
 * @param memory the factor of an accumulator
 * @param gain units that a signal of 1 adds
 * @param above what an accumulator must exceed, in units
 * @param reset whether the accumulator of a flipped bit starts again at 0
 */
public record AccumulatorUpdate(
    AccumulatorType type, float memory, float gain, float above, boolean reset) {

  /**
   * A step in units.
   *
   * @param before the limit that integers have units of so far; 0 if all of them are 0
   * @throws IllegalStateException if accumulators are integers and the limit is 0, so that they
   *     would have no unit
   */
  public static AccumulatorUpdate of(FlipStep step, AccumulatorType type, double before) {
    if (type == AccumulatorType.FLOAT) {
      return new AccumulatorUpdate(
          type,
          (float) step.memory(),
          (float) step.gain(),
          above((float) step.limit(), step),
          step.reset());
    }
    if (step.limit() == 0) {
      throw new IllegalStateException(
          "the threshold is 0.0, expected a positive number where accumulators are %s; use AccumulatorType.FLOAT"
              .formatted(type));
    }
    // Integers in units of another limit than before are converted on the way.
    double converted = before == 0 ? 1 : before / step.limit();
    return new AccumulatorUpdate(
        type,
        (float) (step.memory() * converted),
        (float) (step.gain() * type.one() / step.limit()),
        above(type.one(), step),
        step.reset());
  }

  private static float above(float limit, FlipStep step) {
    return step.inclusive() ? Math.nextDown(limit) : limit;
  }

  /**
   * Updates some accumulators.
   *
   * @param values M·e(w) in units, with the sign of the weight after the flip when it is changed
   * @param signal G·e(w); becomes 1 where a bit is to be flipped, else 0
   * @param numbers for each the u of {@link Dither}; not read if they are floats
   * @param count how many, from the start of the arrays on
   * @return the sum of what is then rounded. Where it is not finite, nothing of it may be kept:
   *     what is infinite or NaN would never heal.
   */
  public float apply(float[] values, float[] signal, float[] numbers, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      values[i] = values[i] * memory + signal[i] * gain;
    }
    for (int i = 0; i < count; i++) {
      sum += values[i];
    }
    if (type != AccumulatorType.FLOAT) {
      // Beyond what it saturates at anyway, so that rounding has a range.
      clamp(values, count, 2 * type.least(), 2 * type.greatest());
      Dither.round(values, numbers, count);
      clamp(values, count, type.least(), type.greatest());
    }
    for (int i = 0; i < count; i++) {
      boolean flips = values[i] > above;
      signal[i] = flips ? 1 : 0;
      if (flips) {
        values[i] = reset ? 0 : -values[i];
      }
    }
    return sum;
  }

  private static void clamp(float[] values, int count, float least, float greatest) {
    for (int i = 0; i < count; i++) {
      values[i] = Math.max(least, Math.min(greatest, values[i]));
    }
  }
}
