package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class IntegerAccumulatorsTest {

  /** More than are computed at a time, and no multiple of three. */
  private static final int MANY = 3 * Dither.SIZE * 2 + 1_001;

  private static BitFlipsUpdater updater(IUpdater config, INDArray state, boolean initialize) {
    return (BitFlipsUpdater) (GradientUpdater<?>) config.instantiate(state, initialize);
  }

  private static INDArray state(IUpdater config, DataType dataType, int bits) {
    return Nd4j.createUninitialized(dataType, config.stateSize(bits));
  }

  /** Rows of elements of a state: packed integers, limit, checksum and share of kept bits. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT, 1, 2",
    "FLOAT, 1000, 1001",
    "INT8, 1, 4",
    "INT8, 3, 4",
    "INT8, 4, 5",
    "INT8, 999, 336",
    "INT16, 1, 4",
    "INT16, 3, 5",
    "INT16, 1000, 670"
  })
  void stateHasThreeBytesAnElement(AccumulatorType type, long bits, long elements) {
    SignFlip rule = new SignFlip(1).withAccumulators(type);
    assertThat(rule.forBits(Bits.LAYER, "W", bits).stateSize(bits)).isEqualTo(elements);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 256, 1000})
  void bytesComeBack(int length) {
    byte[] bytes = new byte[length];
    new SplittableRandom(length).nextBytes(bytes);
    float[] packed = BytesInFloats.pack(bytes);
    assertThat(packed).hasSize((length + 2) / 3);
    for (float number : packed) {
      assertThat(number).isBetween(0f, 16_777_215f).isEqualTo((float) (int) number);
    }
    assertThat(BytesInFloats.unpack(packed, length)).isEqualTo(bytes);
  }

  /** The numbers of SignFlipTest's derivation are multiples of 1/64 but in the last step. */
  @ParameterizedTest
  @CsvSource({"INT8, FLOAT", "INT8, DOUBLE", "INT16, FLOAT", "INT16, DOUBLE"})
  void workedNumbers(AccumulatorType type, DataType dataType) {
    Bits bits = new Bits(new SignFlip(0.5).withAccumulators(type), dataType, +1, -1, +1, -1);

    bits.step(1, 1, -3, -2);
    assertThat(bits.signs()).containsExactly(+1, -1, +1, +1);
    assertThat(bits.accumulators()).containsExactly(0.5, 0.5, -1.5, 0);
    assertThat(bits.kept()).isEqualTo(0.75);
    assertThat(bits.flipped()).isEqualTo(1);

    bits.step(1, -1, 2, -1);
    assertThat(bits.signs()).containsExactly(+1, -1, +1, +1);
    assertThat(bits.accumulators()).containsExactly(0.875, -0.125, -0.125, -0.5);

    bits.step(2, -2, 1, 3);
    assertThat(bits.signs()).containsExactly(-1, +1, +1, -1);
    assertThat(bits.accumulators()).containsExactly(0, 0, 0.375, 0);
    assertThat(bits.kept()).isEqualTo(0.25);

    bits.step(0.5, -0.5, 0.5, -0.5);
    assertThat(bits.accumulators()).containsExactly(0.25, -0.25, 0.34375, -0.25);
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT16"})
  void saturates(AccumulatorType type) {
    Bits bits = new Bits(new SignFlip(1).withAccumulators(type), DataType.FLOAT, +1, -1);
    double least = type.least() / type.one();
    for (int step = 0; step < 2; step++) {
      bits.step(-1e6, 1e6);
      assertThat(bits.accumulators()).containsExactly(least, -least);
      assertThat(bits.signs()).containsExactly(+1, -1);
    }
  }

  /** A vote turns bits, and M·e(w) with them; the least integer has no counterpart. */
  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT16"})
  void signsTurnAsBitsDo(AccumulatorType type) {
    IUpdater config = new SignFlip(1).withAccumulators(type).forBits(Bits.LAYER, "W", 4);
    BitFlipsUpdater updater = updater(config, state(config, DataType.FLOAT, 4), true);
    updater.applyUpdater(Nd4j.createFromArray(0.5f, -0.25f, -1e6f, 0.125f), 0, 0);

    updater.accumulators().turn(Nd4j.createFromArray(-1f, -1f, -1f, 1f));

    double greatest = type.greatest() / type.one();
    assertThat(updater.accumulators().values()).containsExactly(-0.5, 0.25, greatest, 0.125);
    updater.applyUpdater(Nd4j.zeros(DataType.FLOAT, 4), 1, 0);
    assertThat(updater.flipped()).isEqualTo(1);
  }

  /** A twentieth of a unit at a time is on average what it adds up to. */
  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT16"})
  void smallSignalsAddUpOnAverage(AccumulatorType type) {
    IUpdater config = new SignFlip(1).withAccumulators(type, 3).forBits(Bits.LAYER, "W", MANY);
    BitFlipsUpdater updater = updater(config, state(config, DataType.FLOAT, MANY), true);
    int steps = 30;
    for (int i = 0; i < steps; i++) {
      updater.applyUpdater(Nd4j.valueArrayOf(MANY, 0.05f / type.one()), i, 0);
    }
    double[] values = updater.accumulators().values();
    double mean = Arrays.stream(values).average().orElseThrow() * type.one();
    assertThat(mean).isCloseTo(0.05 * steps, within(4 * Math.sqrt(0.05 * steps / MANY)));
    assertThat(Arrays.stream(values).distinct().count()).isGreaterThan(3);
  }

  /** From a copy of the state, the next update is the same; another seed rounds otherwise. */
  @ParameterizedTest
  @CsvSource({"INT8, FLOAT", "INT16, DOUBLE"})
  void goesOnFromItsState(AccumulatorType type, DataType dataType) {
    SignFlip rule = new SignFlip(1).withAccumulators(type);
    IUpdater config = rule.forBits(Bits.LAYER, "W", MANY);
    INDArray state = state(config, dataType, MANY);
    BitFlipsUpdater updater = updater(config, state, true);
    INDArray signal = Nd4j.rand(dataType, 1, MANY).muli(0.9);
    updater.applyUpdater(signal.dup(), 0, 0);
    BitFlipsUpdater other =
        updater(rule.withAccumulators(type, 1).forBits(Bits.LAYER, "W", MANY), state.dup(), false);
    INDArray copied = state.dup();
    BitFlipsUpdater copy = updater(rule.clone().forBits(Bits.LAYER, "W", MANY), copied, false);

    updater.applyUpdater(signal.dup(), 1, 0);
    copy.applyUpdater(signal.dup(), 1, 0);
    other.applyUpdater(signal.dup(), 1, 0);

    assertThat(copied.data().asDouble()).isEqualTo(state.data().asDouble());
    assertThat(copy.flipped()).isEqualTo(updater.flipped()).isPositive();
    assertThat(other.accumulators().values()).isNotEqualTo(updater.accumulators().values());
  }

  /** As ParallelWrapper and Spark average updater states. */
  @Test
  void averagedStatesAreRefused() {
    IUpdater config =
        new SignFlip(1).withAccumulators(AccumulatorType.INT8).forBits(Bits.LAYER, "W", 100);
    INDArray one = state(config, DataType.FLOAT, 100);
    INDArray two = state(config, DataType.FLOAT, 100);
    BitFlipsUpdater first = updater(config, one, true);
    updater(config, two, true).applyUpdater(Nd4j.rand(DataType.FLOAT, 1, 100).muli(0.5), 0, 0);
    first.applyUpdater(Nd4j.rand(DataType.FLOAT, 1, 100).muli(0.5), 0, 0);
    Nd4j.averageAndPropagate(null, List.of(one, two));

    assertThatIllegalStateException()
        .isThrownBy(() -> first.applyUpdater(Nd4j.zeros(DataType.FLOAT, 1, 100), 1, 0))
        .withMessageContaining(
            "BooleanDenseLayer \"mine\": the checksum of INT8's accumulators of parameter W is"
                + " wrong");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void signalsThatAreNotFiniteAreRefused(double signal) {
    Bits bits =
        new Bits(new SignFlip(0.5).withAccumulators(AccumulatorType.INT8), DataType.FLOAT, +1, +1);
    assertThatIllegalStateException()
        .isThrownBy(() -> bits.step(0, signal))
        .withMessageContaining("the sum of SignFlip's accumulators of parameter W is");
  }

  @Test
  void integersNeedAThreshold() {
    Bop none = new Bop(0.5, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> none.withAccumulators(AccumulatorType.INT8))
        .withMessage("Bop: threshold is 0, expected a positive number where accumulators are INT8");
    CosineSchedule falling = new CosineSchedule(ScheduleType.ITERATION, 0, 0, 10);
    Bop later = new Bop(new FixedSchedule(0.5), falling).withAccumulators(AccumulatorType.INT16);
    Bits bits = new Bits(later, DataType.FLOAT, +1);
    assertThatIllegalStateException()
        .isThrownBy(() -> bits.step(1))
        .withMessageContaining("the threshold is 0.0, expected a positive number")
        .withMessageContaining("INT16");
  }

  @Test
  void settingsAreThoseOfTheUpdater() {
    SignFlip flips = new SignFlip(12).withAccumulators(AccumulatorType.INT8, 4);
    assertThat(flips.accumulators()).isEqualTo(AccumulatorType.INT8);
    assertThat(flips.clone()).isEqualTo(flips).hasSameHashCodeAs(flips);
    assertThat(flips)
        .isNotEqualTo(new SignFlip(12))
        .isNotEqualTo(new SignFlip(12).withAccumulators(AccumulatorType.INT8, 5))
        .isNotEqualTo(new SignFlip(12).withAccumulators(AccumulatorType.INT16, 4));
    assertThat(new Bop(0.5, 1).withAccumulators(AccumulatorType.INT8).clone())
        .isEqualTo(new Bop(0.5, 1).withAccumulators(AccumulatorType.INT8))
        .isNotEqualTo(new Bop(0.5, 1));
    assertThat(flips)
        .hasToString("SignFlip(eta=" + flips.eta() + ", others=null, accumulators=INT8)");
  }
}
