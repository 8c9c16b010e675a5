package io.dl4jcompact.examples.marks;

import io.dl4jcompact.binary.flip.CosineSchedule;
import io.dl4jcompact.binary.flip.SignFlip;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * {@link SignFlip} for bits, whose η falls to 0 along half a cosine.
 *
 * @param eta the first η
 * @param floats what updates the other parameters
 */
public record SignFlips(double eta, Updates floats) implements Updates {

  @Override
  public SignFlip updater(int iterations) {
    return new SignFlip(new CosineSchedule(ScheduleType.ITERATION, eta, 0, iterations))
        .withOthers(floats.updater(iterations));
  }
}
