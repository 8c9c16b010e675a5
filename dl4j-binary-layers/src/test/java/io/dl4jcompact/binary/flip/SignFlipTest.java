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
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** On layers with floats the contract of the updater that is named for them. */
class SignFlipTest extends UpdaterContractTest {

  @Override
  protected List<IUpdater> updaters() {
    return List.of(new SignFlip(0.5).withOthers(new Nesterovs(0.01)));
  }

  /**
   * By hand, from M ← β·M + η·q; flip where M·e(w) ≥ 1, there M ← 0; β ← 1 - flipped / 4. All
   * numbers are sums of powers of two, so floats hold them exactly.
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void workedNumbers(DataType dataType) {
    Bits bits = new Bits(new SignFlip(0.5), dataType, +1, -1, +1, -1);

    // M = [.5, .5, -1.5, -1], M·e(w) = [.5, -.5, -1.5, 1]: the last flips.
    bits.step(1, 1, -3, -2);
    assertThat(bits.signs()).containsExactly(+1, -1, +1, +1);
    assertThat(bits.accumulators()).containsExactly(0.5, 0.5, -1.5, 0);
    assertThat(bits.kept()).isEqualTo(0.75);
    assertThat(bits.flipped()).isEqualTo(1);

    // .75·M + .5·q = [.375 + .5, .375 - .5, -1.125 + 1, 0 - .5];
    // M·e(w) = [.875, .125, -.125, -.5]: none.
    bits.step(1, -1, 2, -1);
    assertThat(bits.signs()).containsExactly(+1, -1, +1, +1);
    assertThat(bits.accumulators()).containsExactly(0.875, -0.125, -0.125, -0.5);
    assertThat(bits.kept()).isEqualTo(1);

    // M + .5·q = [.875 + 1, -.125 - 1, -.125 + .5, -.5 + 1.5];
    // M·e(w) = [1.875, 1.125, .375, 1]: all but the third, and exactly 1 is enough.
    bits.step(2, -2, 1, 3);
    assertThat(bits.signs()).containsExactly(-1, +1, +1, -1);
    assertThat(bits.accumulators()).containsExactly(0, 0, 0.375, 0);
    assertThat(bits.kept()).isEqualTo(0.25);

    // .25·M + .5·q = [.25, -.25, .09375 + .25, -.25]; M·e(w) = [-.25, -.25, .34375, .25]: none.
    bits.step(0.5, -0.5, 0.5, -0.5);
    assertThat(bits.signs()).containsExactly(-1, +1, +1, -1);
    assertThat(bits.accumulators()).containsExactly(0.25, -0.25, 0.34375, -0.25);
    assertThat(bits.kept()).isEqualTo(1);
  }

  @Test
  void etaFollowsItsSchedule() {
    MapSchedule eta =
        new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.25).add(1, 2).add(2, 0).build();
    Bits bits = new Bits(new SignFlip(eta), DataType.FLOAT, +1, +1);

    bits.step(1, 0.5);
    assertThat(bits.accumulators()).containsExactly(0.25, 0.125);
    bits.step(0.25, 0.25);
    assertThat(bits.accumulators()).containsExactly(0.75, 0.625);
    bits.step(1e6, 1e6);
    assertThat(bits.signs()).containsExactly(+1, +1);
  }

  @Test
  void etaThatIsDueMustBeARate() {
    MapSchedule eta = new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 1).add(1, -1).build();
    Bits bits = new Bits(new SignFlip(eta), DataType.FLOAT, +1);
    bits.step(0.5);

    assertThatIllegalStateException()
        .isThrownBy(() -> bits.step(0.5))
        .withMessageContaining("eta is -1.0 in iteration 1 of epoch 0, expected 0 or more");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void etaMustBePositive(double eta) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SignFlip(eta))
        .withMessage("SignFlip: eta is %s, expected a positive number", eta);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void signalsThatAreNotFiniteAreRefused(double signal) {
    Bits bits = new Bits(new SignFlip(0.5), DataType.FLOAT, +1, +1);

    assertThatIllegalStateException()
        .isThrownBy(() -> bits.step(0, signal))
        .withMessageContaining(
            "BooleanDenseLayer \"mine\": the sum of SignFlip's accumulators of parameter W is NaN,"
                + " expected a finite number; ");
  }

  @Test
  void floatsNeedAnUpdaterOfTheirOwn() {
    SignFlip flips = new SignFlip(12);

    assertThatIllegalStateException()
        .isThrownBy(() -> flips.stateSize(3))
        .withMessageContaining(".withOthers(new Adam(1e-3))");
    assertThatIllegalStateException()
        .isThrownBy(() -> flips.instantiate(Nd4j.zeros(4), true))
        .withMessageContaining("SignFlip(eta=");
    assertThat(flips.hasLearningRate()).isFalse();
  }

  @Test
  void learningRateIsThatOfFloats() {
    SignFlip flips = new SignFlip(12).withOthers(new Adam(0.25));
    SignFlip copy = flips.clone();

    copy.setLrAndSchedule(0.5, null);

    assertThat(flips.getLearningRate(0, 0)).isEqualTo(0.25);
    assertThat(copy.getLearningRate(0, 0)).isEqualTo(0.5);
    assertThat(copy.eta()).isEqualTo(flips.eta());
  }

  @Test
  void equalSettingsAreEqualButNoTwoParametersAreJoined() {
    SignFlip flips = new SignFlip(12).withOthers(new Sgd(0.1));

    assertThat(flips)
        .isEqualTo(new SignFlip(12).withOthers(new Sgd(0.1)))
        .isEqualTo(flips.clone())
        .hasSameHashCodeAs(flips.clone())
        .isNotEqualTo(new SignFlip(13).withOthers(new Sgd(0.1)))
        .isNotEqualTo(new SignFlip(12).withOthers(new Sgd(0.2)))
        .isNotEqualTo(new SignFlip(12));
    assertThat(flips.forBits(Bits.LAYER, "W", 4)).isNotEqualTo(flips.forBits(Bits.LAYER, "W", 4));
  }
}
