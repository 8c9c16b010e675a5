package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.schedule.ScheduleType;

class CosineScheduleTest {

  @Test
  void fallsAlongHalfAWaveAndStays() {
    CosineSchedule schedule = new CosineSchedule(ScheduleType.EPOCH, 12, 2, 300);

    assertThat(schedule.valueAt(999, 0)).isEqualTo(12);
    // cos(π/3) = 1/2 and cos(π/2) = 0.
    assertThat(schedule.valueAt(999, 100)).isEqualTo(9.5, within(1e-12));
    assertThat(schedule.valueAt(999, 150)).isEqualTo(7, within(1e-12));
    assertThat(schedule.valueAt(999, 300)).isEqualTo(2);
    assertThat(schedule.valueAt(999, 301)).isEqualTo(2);
  }

  @Test
  void countsIterationsIfToldSo() {
    CosineSchedule schedule = new CosineSchedule(ScheduleType.ITERATION, 0, 1, 2);

    assertThat(schedule.valueAt(1, 7)).isEqualTo(0.5, within(1e-12));
    assertThat(schedule.clone()).isEqualTo(schedule);
  }

  @Test
  void badSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CosineSchedule(ScheduleType.EPOCH, 1, 0, 0))
        .withMessage("CosineSchedule: period is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CosineSchedule(ScheduleType.EPOCH, Double.NaN, 0, 1))
        .withMessage("CosineSchedule: values are NaN and 0.0, expected finite ones");
  }
}
