package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.dl4jcompact.core.UpdaterContractTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** On layers with floats the contract of the updater that is named for them. */
class BopTest extends UpdaterContractTest {

  @Override
  protected List<IUpdater> updaters() {
    return List.of(new Bop(0.25, 0.5).withOthers(new Nesterovs(0.01)));
  }

  /** By hand, from m ← ¾·m + ¼·g; flip where |m| &gt; ½ and sign(m) = sign(e(w)); m is kept. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void workedNumbers(DataType dataType) {
    Bits bits = new Bits(new Bop(0.25, 0.5), dataType, +1, -1, +1, -1);

    // m = [.75, .75, .5, -1]: the first and the last; .5 is not above the threshold.
    bits.step(3, 3, 2, -4);
    assertThat(bits.signs()).containsExactly(-1, -1, +1, +1);
    assertThat(bits.accumulators()).containsExactly(0.75, 0.75, 0.5, -1);
    assertThat(bits.flipped()).isEqualTo(2);

    // m = [.5625, .5625 - 1.5, .375 + .25, -.75 + 2] = [.5625, -.9375, .625, 1.25]:
    // the first has the other sign, the other three have the sign of their weight.
    bits.step(0, -6, 1, 8);
    assertThat(bits.signs()).containsExactly(-1, +1, -1, -1);
    assertThat(bits.accumulators()).containsExactly(0.5625, -0.9375, 0.625, 1.25);
    assertThat(bits.flipped()).isEqualTo(3);

    // m = ¾ of it: [.421875, -.703125, .46875, .9375]; all have another sign than their weight.
    bits.step(0, 0, 0, 0);
    assertThat(bits.signs()).containsExactly(-1, +1, -1, -1);
    assertThat(bits.accumulators()).containsExactly(0.421875, -0.703125, 0.46875, 0.9375);
    assertThat(bits.flipped()).isZero();
  }

  @Test
  void gammaAndThresholdFollowTheirSchedules() {
    MapSchedule gamma =
        new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 1).add(1, 0.5).build();
    MapSchedule threshold =
        new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 4).add(1, 2.5).build();
    Bits bits = new Bits(new Bop(gamma, threshold), DataType.FLOAT, +1);

    bits.step(4);
    assertThat(bits.accumulators()).containsExactly(4);
    assertThat(bits.signs()).containsExactly(+1);
    bits.step(2);
    assertThat(bits.accumulators()).containsExactly(3);
    assertThat(bits.signs()).containsExactly(-1);
  }

  @Test
  void zeroThresholdNeedsAnyGradientAtAll() {
    Bits bits = new Bits(new Bop(1, 0), DataType.FLOAT, +1, -1, -1);

    bits.step(1e-30, 0, -1e-30);

    assertThat(bits.signs()).containsExactly(-1, -1, +1);
  }

  @Test
  void schedulesThatAreDueMustBeInRange() {
    Bits gamma =
        new Bits(new Bop(new FixedSchedule(1.5), new FixedSchedule(0)), DataType.FLOAT, +1);
    Bits threshold =
        new Bits(new Bop(new FixedSchedule(1), new FixedSchedule(-1)), DataType.FLOAT, +1);

    assertThatIllegalStateException()
        .isThrownBy(() -> gamma.step(1))
        .withMessageContaining("gamma is 1.5 in iteration 0 of epoch 0, expected at most 1");
    assertThatIllegalStateException()
        .isThrownBy(() -> threshold.step(1))
        .withMessageContaining("threshold is -1.0 in iteration 0 of epoch 0, expected 0 or more");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.5, Double.NaN})
  void gammaMustBeAShare(double gamma) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bop(gamma, 0))
        .withMessage("Bop: gamma is %s, expected more than 0 and at most 1", gamma);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void thresholdMustNotBeNegative(double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bop(0.5, threshold))
        .withMessage("Bop: threshold is %s, expected 0 or more", threshold);
  }

  @Test
  void equalSettingsAreEqual() {
    Bop bop = new Bop(0.5, 0.25);

    assertThat(bop)
        .isEqualTo(bop.clone())
        .hasSameHashCodeAs(bop.clone())
        .isNotEqualTo(new Bop(0.5, 0.5))
        .isNotEqualTo(new Bop(0.25, 0.25))
        .isNotEqualTo(bop.withOthers(new Nesterovs(0.1)));
  }
}
