package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.Noise;
import io.dl4jcompact.binary.flip.SignFlip;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class PackedParameterTest {

  private static final Noise NOISE = new Noise(11);

  private static PackedParameter parameter(FlipUpdater rule, AccumulatorType type, int count) {
    return new PackedParameter(rule, type, count, NOISE, NOISE, BitOrder.SAME);
  }

  private static PackedParameter of(FlipUpdater rule, AccumulatorType type, int... signs) {
    PackedParameter bits = parameter(rule, type, signs.length);
    for (int i = 0; i < signs.length; i++) {
      bits.set(i, signs[i] == 1);
    }
    return bits;
  }

  private static void step(PackedParameter bits, int iteration, float... gradient) {
    StepContext context = new StepContext(iteration, 0, NOISE.with(iteration));
    bits.start(context);
    bits.update(gradient, 0, gradient.length);
    bits.finish();
  }

  private static int[] signs(PackedParameter bits) {
    int[] signs = new int[bits.count()];
    for (int i = 0; i < signs.length; i++) {
      signs[i] = 2 * bits.get(i) - 1;
    }
    return signs;
  }

  private static float[] accumulators(PackedParameter bits) {
    float[] values = new float[bits.count()];
    bits.accumulators().read(0, values.length, values);
    return values;
  }

  /**
   * By hand, from M ← β·M + η·q; flip where M·e(w) ≥ 1, there M ← 0; β ← 1 - flipped / 4: the
   * numbers that SignFlipTest derives, here M·e(w). All of them are multiples of 1/64 but in the
   * last step, so 8-bit and 16-bit integers hold them exactly.
   */
  @ParameterizedTest
  @EnumSource
  void workedNumbers(AccumulatorType type) {
    PackedParameter bits = of(new SignFlip(0.5), type, +1, -1, +1, -1);
    float one = type.one();

    step(bits, 0, 1, 1, -3, -2);
    assertThat(signs(bits)).containsExactly(+1, -1, +1, +1);
    assertThat(accumulators(bits)).containsExactly(0.5f * one, -0.5f * one, -1.5f * one, 0);
    assertThat(bits.flipped()).isEqualTo(1);

    step(bits, 1, 1, -1, 2, -1);
    assertThat(signs(bits)).containsExactly(+1, -1, +1, +1);
    assertThat(accumulators(bits))
        .containsExactly(0.875f * one, 0.125f * one, -0.125f * one, -0.5f * one);
    assertThat(bits.flipped()).isZero();

    step(bits, 2, 2, -2, 1, 3);
    assertThat(signs(bits)).containsExactly(-1, +1, +1, -1);
    assertThat(accumulators(bits)).containsExactly(0, 0, 0.375f * one, 0);
    assertThat(bits.flipped()).isEqualTo(3);

    // .25·.375 = 6/64 is a whole number of units, too.
    step(bits, 3, .5f, -.5f, .5f, -.5f);
    assertThat(signs(bits)).containsExactly(-1, +1, +1, -1);
    assertThat(accumulators(bits))
        .containsExactly(-0.25f * one, -0.25f * one, 0.34375f * one, 0.25f * one);
  }

  /** m ← m/2 + G/2; flip where m·e(w) > 1/2, and keep m: m·e(w) turns its sign with e(w). */
  @ParameterizedTest
  @EnumSource
  void bopKeepsItsAverage(AccumulatorType type) {
    PackedParameter bits = of(new Bop(0.5, 0.5), type, +1, -1, +1);
    // Integers count in units of the threshold of 1/2.
    float half = type == AccumulatorType.FLOAT ? 0.5f : type.one();

    step(bits, 0, 1, -1.5f, -1);
    assertThat(signs(bits)).as("exactly the threshold is not enough").containsExactly(+1, +1, +1);
    assertThat(accumulators(bits)).containsExactly(half, -1.5f * half, -half);

    step(bits, 1, 1.25f, 0, -1);
    assertThat(signs(bits)).containsExactly(-1, +1, +1);
    assertThat(accumulators(bits)).containsExactly(-1.75f * half, -0.75f * half, -1.5f * half);
  }

  /** Integers keep what they stand for when the threshold that their units are of changes. */
  @ParameterizedTest
  @EnumSource
  void followsAScheduleOfTheThreshold(AccumulatorType type) {
    ISchedule threshold =
        new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 1).add(1, 0.25).build();
    PackedParameter bits = of(new Bop(new FixedSchedule(0.5), threshold), type, +1, +1, -1);
    step(bits, 0, 1.5f, 0.5f, 1.5f);
    assertThat(signs(bits)).containsExactly(+1, +1, -1);
    // m = [.75, .25, .75] / 2, of which the first is above the new threshold and has its sign.
    step(bits, 1, 0, 0, 0);
    assertThat(signs(bits)).containsExactly(-1, +1, -1);
  }

  @Test
  void refusesWhatWouldNeverHeal() {
    PackedParameter bits = of(new SignFlip(1), AccumulatorType.FLOAT, +1, -1);
    assertThatIllegalStateException()
        .isThrownBy(() -> step(bits, 0, Float.NEGATIVE_INFINITY, 0))
        .withMessageContaining("-Infinity");
  }

  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT16"})
  void saturates(AccumulatorType type) {
    PackedParameter bits = of(new SignFlip(1), type, +1, -1);
    step(bits, 0, -1e6f, 1e6f);
    assertThat(accumulators(bits)).containsExactly(type.least(), type.least());
    step(bits, 1, -1e6f, 1e6f);
    assertThat(accumulators(bits)).containsExactly(type.least(), type.least());
    assertThat(signs(bits)).containsExactly(+1, -1);
  }

  /** Signals of a hundredth of a unit add up to what they are, on average over many bits. */
  @ParameterizedTest
  @EnumSource(names = {"INT8", "INT16"})
  void smallSignalsAddUpOnAverage(AccumulatorType type) {
    int count = 20_000;
    PackedParameter bits = parameter(new SignFlip(1), type, count);
    float tiny = 0.01f / type.one();
    int steps = 50;
    for (int i = 0; i < steps; i++) {
      float[] gradient = new float[count];
      for (int k = 0; k < count; k++) {
        gradient[k] = -tiny * (2 * bits.get(k) - 1);
      }
      step(bits, i, gradient);
    }
    double mean = 0;
    for (float value : accumulators(bits)) {
      mean += value / (double) count;
    }
    // The variance of a bit is at most the 0.5 units that were added; four standard errors.
    assertThat(mean).isCloseTo(-0.01 * steps, within(4 * Math.sqrt(0.5 / count)));
  }

  @Test
  void startsFair() {
    int count = 100_001;
    PackedParameter bits = parameter(new SignFlip(1), AccumulatorType.INT8, count);
    long ones = 0;
    for (long word : bits.words()) {
      ones += Long.bitCount(word);
    }
    assertThat((double) ones).isCloseTo(count / 2.0, within(4 * Math.sqrt(count / 4.0)));
    assertThat(bits.words()[bits.words().length - 1] >>> count).as("bits past the last").isZero();
  }

  @ParameterizedTest
  @EnumSource
  void goesOnFromWhatItSaved(AccumulatorType type) {
    PackedParameter bits = parameter(new SignFlip(0.5), type, 100);
    float[] gradient = new float[100];
    for (int i = 0; i < 100; i++) {
      gradient[i] = (i % 7 - 3) / 2f;
    }
    step(bits, 0, gradient.clone());
    step(bits, 1, gradient.clone());
    ByteBuffer saved = ByteBuffer.allocate(bits.stateBytes());
    bits.save(saved);
    assertThat(saved.remaining()).isZero();
    PackedParameter loaded =
        new PackedParameter(new SignFlip(0.5), type, 100, new Noise(0), NOISE, BitOrder.SAME);
    loaded.load(saved.flip());
    for (PackedParameter each : new PackedParameter[] {bits, loaded}) {
      float[] reversed = new float[100];
      for (int i = 0; i < 100; i++) {
        reversed[i] = -4 * gradient[i];
      }
      step(each, 2, reversed);
    }
    assertThat(loaded.words()).isEqualTo(bits.words());
    assertThat(accumulators(loaded)).isEqualTo(accumulators(bits));
    assertThat(loaded.flipped()).isEqualTo(bits.flipped()).isPositive();
  }
}
