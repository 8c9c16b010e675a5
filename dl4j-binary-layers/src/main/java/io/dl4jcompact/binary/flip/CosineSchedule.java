package io.dl4jcompact.binary.flip;

import java.util.Objects;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Falls, or rises, along half a cosine wave and stays at its end; Deeplearning4j has none.
 *
 * <pre> value(t) = last + (first - last)·(1 + cos(π·min(t, period) / period)) / 2 </pre>
 *
 * @param type whether t counts iterations or epochs, from 0
 * @param first the value at t = 0, finite
 * @param last the value from t = period on, finite
 * @param period number of steps from the first value to the last, positive
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, eq. 5</a>
 */
public record CosineSchedule(
    @JsonProperty("type") ScheduleType type,
    @JsonProperty("first") double first,
    @JsonProperty("last") double last,
    @JsonProperty("period") int period)
    implements ISchedule {

  /**
   * @throws IllegalArgumentException if a value is not finite or the period is not positive
   */
  @JsonCreator
  public CosineSchedule {
    Objects.requireNonNull(type, "type");
    if (!Double.isFinite(first) || !Double.isFinite(last)) {
      throw new IllegalArgumentException(
          "CosineSchedule: values are %s and %s, expected finite ones".formatted(first, last));
    }
    if (period < 1) {
      throw new IllegalArgumentException(
          "CosineSchedule: period is " + period + ", expected at least 1");
    }
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    int step = type == ScheduleType.ITERATION ? iteration : epoch;
    double share = (double) Math.min(step, period) / period;
    return last + (first - last) * (1 + Math.cos(Math.PI * share)) / 2;
  }

  // A record has no state to share.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public CosineSchedule clone() {
    return this;
  }
}
