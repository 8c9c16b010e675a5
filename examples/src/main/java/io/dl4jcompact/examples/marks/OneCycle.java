package io.dl4jcompact.examples.marks;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that rises linearly to its peak, then falls to 0 along half a cosine.
 *
 * @param peak the greatest rate
 * @param rise iterations until the peak
 * @param length iterations of the whole training
 * @see <a href="https://arxiv.org/abs/1608.03983">Loshchilov and Hutter 2017, equation 5</a>
 */
public record OneCycle(
    @JsonProperty("peak") double peak,
    @JsonProperty("rise") int rise,
    @JsonProperty("length") int length)
    implements ISchedule {

  @Override
  public double valueAt(int iteration, int epoch) {
    if (iteration < rise) {
      return peak * (iteration + 1) / rise;
    }
    double progress = Math.min(1, (iteration - rise) / (double) Math.max(1, length - rise));
    return peak * (1 + Math.cos(Math.PI * progress)) / 2;
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
