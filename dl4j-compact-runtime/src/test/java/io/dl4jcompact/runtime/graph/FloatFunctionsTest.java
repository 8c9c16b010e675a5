package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the functions in doubles. */
class FloatFunctionsTest {

  private static final int POINTS = 1_000_000;
  private static final Activation SOFT_PLUS = Activation.of(Activation.Function.SOFT_PLUS);

  @Test
  void powersOfEAreWithinALastDigit() {
    for (int i = 0; i <= POINTS; i++) {
      float x = -87 + 175f * i / POINTS;
      double exact = Math.exp(x);
      assertThat(Math.abs(FloatFunctions.exp(x) - exact))
          .as("e^%s", x)
          .isLessThanOrEqualTo(Math.ulp((float) exact));
    }
  }

  @Test
  void logarithmsAreWithinALastDigit() {
    for (int i = 0; i <= POINTS; i++) {
      // Half of them from 1 to 2, whose logarithms have the fewest digits in front.
      float x = i % 2 == 0 ? 1 + (float) i / POINTS : (float) Math.exp(-87 + 175f * i / POINTS);
      double exact = Math.log(x);
      assertThat(Math.abs(FloatFunctions.log(x) - exact))
          .as("ln %s", x)
          .isLessThanOrEqualTo(Math.ulp((float) exact));
    }
  }

  @Test
  void tangentsAreWithinThreeLastDigits() {
    for (int i = 0; i <= POINTS; i++) {
      float x = -11 + 22f * i / POINTS;
      double exact = Math.tanh(x);
      assertThat(Math.abs(FloatFunctions.tanh(x) - exact))
          .as("tanh %s", x)
          .isLessThanOrEqualTo(3 * (double) Math.ulp((float) exact));
    }
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        0,
        -0f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        1e-8f,
        -1e-8f,
        -3.1e-8f,
        -95,
        -104,
        88.7f,
        88.73f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
      })
  void endsAreRounded(float x) {
    assertThat(FloatFunctions.exp(x)).isEqualTo(Float.valueOf((float) Math.exp(x)));
    assertThat(FloatFunctions.tanh(x)).isEqualTo(Float.valueOf((float) Math.tanh(x)));
  }

  /** Limits of quantisers are looked for by halving, behind functions that never fall. */
  @Test
  @Tag("slow")
  void noFloatHasASmallerResultThanTheOneBelowIt() {
    float power = 0;
    float negativePower = Float.POSITIVE_INFINITY;
    float tangent = 0;
    float softPlus = 0;
    float negativeSoftPlus = 1;
    for (int bits = 0; bits <= Float.floatToRawIntBits(105); bits++) {
      float x = Float.intBitsToFloat(bits);
      float nextPower = FloatFunctions.exp(x);
      float nextNegativePower = FloatFunctions.exp(-x);
      float nextTangent = FloatFunctions.tanh(x);
      float nextSoftPlus = SOFT_PLUS.apply(x);
      float nextNegativeSoftPlus = SOFT_PLUS.apply(-x);
      if (nextPower < power || nextNegativePower > negativePower || nextTangent < tangent) {
        fail("at %s", x);
      }
      if (nextSoftPlus < softPlus || nextNegativeSoftPlus > negativeSoftPlus) {
        fail("at %s", x);
      }
      power = nextPower;
      negativePower = nextNegativePower;
      tangent = nextTangent;
      softPlus = nextSoftPlus;
      negativeSoftPlus = nextNegativeSoftPlus;
    }
  }

  @Test
  @Tag("slow")
  void noFloatHasASmallerLogarithmThanTheOneBelowIt() {
    float logarithm = Float.NEGATIVE_INFINITY;
    int end = Float.floatToRawIntBits(Float.MAX_VALUE);
    for (int bits = Float.floatToRawIntBits(Float.MIN_NORMAL); bits <= end; bits++) {
      float next = FloatFunctions.log(Float.intBitsToFloat(bits));
      if (next < logarithm) {
        fail("at %s", Float.intBitsToFloat(bits));
      }
      logarithm = next;
    }
  }
}
