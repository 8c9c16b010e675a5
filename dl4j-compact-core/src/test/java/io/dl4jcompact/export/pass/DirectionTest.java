package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Activation.Function;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Threshold search relies on these directions, so they must hold for floats, not only for reals.
 */
final class DirectionTest {

  private static final long SEED = 20260101;
  private static final int RUNS_IN_AN_OCTAVE = 12;
  private static final int RUN = 48;

  /** Runs of consecutive floats, in every octave of either sign, its ends included. */
  @ParameterizedTest
  @EnumSource
  void aRisingFunctionNeverFalls(Function function) {
    Activation activation = new Activation(function, function.hasAlpha() ? 0.3f : 0);
    if (Direction.of(activation) != Direction.RISING) {
      assertThat(Direction.of(activation)).isEqualTo(Direction.NEITHER);
      return;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int exponent = Float.MIN_EXPONENT - 1; exponent <= Float.MAX_EXPONENT; exponent++) {
      int octave = Float.floatToIntBits((float) Math.scalb(1.0, exponent));
      requireRising(activation, octave - RUN / 2);
      for (int i = 0; i < RUNS_IN_AN_OCTAVE; i++) {
        requireRising(activation, octave + random.nextInt((1 << 23) - RUN));
      }
    }
  }

  private static void requireRising(Activation activation, int firstBits) {
    for (int i = Math.max(0, firstBits); i < firstBits + RUN; i++) {
      float lower = Float.intBitsToFloat(i);
      float upper = Float.intBitsToFloat(i + 1);
      if (Float.isInfinite(upper)) {
        return;
      }
      requireOrder(activation, lower, upper);
      requireOrder(activation, -upper, -lower);
    }
  }

  private static void requireOrder(Activation activation, float lower, float upper) {
    assertThat(activation.apply(lower) <= activation.apply(upper))
        .as("seed %d: %s at %s and at %s", SEED, activation, lower, upper)
        .isTrue();
  }

  @Test
  void functionsThatFallSomewhereAreNotTakenForRising() {
    assertThat(Direction.of(Activation.of(Function.SOFT_SIGN))).isEqualTo(Direction.NEITHER);
    assertThat(Direction.of(Activation.of(Function.SWISH))).isEqualTo(Direction.NEITHER);
    assertThat(Direction.of(new Activation(Function.LEAKY_RELU, -1))).isEqualTo(Direction.NEITHER);
  }
}
