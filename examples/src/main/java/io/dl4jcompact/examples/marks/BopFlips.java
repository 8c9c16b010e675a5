package io.dl4jcompact.examples.marks;

import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.CosineSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * {@link Bop} for bits, whose γ falls to 0 along half a cosine.
 *
 * @param gamma the first γ, in (0, 1]
 * @param threshold what a moving average must exceed
 * @param floats what updates the other parameters
 */
public record BopFlips(double gamma, double threshold, Updates floats) implements Updates {

  @Override
  public Bop updater(int iterations) {
    return new Bop(
            new CosineSchedule(ScheduleType.ITERATION, gamma, 0, iterations),
            new FixedSchedule(threshold))
        .withOthers(floats.updater(iterations));
  }
}
