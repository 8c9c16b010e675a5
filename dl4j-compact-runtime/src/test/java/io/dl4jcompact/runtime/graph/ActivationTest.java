package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activation.Function;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that take a power of e and more, against their formulas in doubles. */
class ActivationTest {

  private static final int POINTS = 400_000;
  private static final double HALF_DIGIT = 0x1p-24;

  /** Where 1 + e^x is near 1, a digit of it is all that ND4J's floats have too. */
  @Test
  void softPlusIsWithinTheRoundingOfItsSum() {
    float[] points = points(-18, 100);
    for (float x : points) {
      double exact = x > 50 ? x : Math.log1p(Math.exp(x));
      assertThat(apply(Function.SOFT_PLUS, x) - exact)
          .as("ln(1 + e^%s)", x)
          .isBetween(-2 * HALF_DIGIT * (1 + exact), 2 * HALF_DIGIT * (1 + exact));
    }
  }

  @Test
  void mishHasAllDigitsWhereItIsNotZero() {
    requireDigits(Function.MISH, -16.6f, 100, x -> x * Math.tanh(Math.log1p(Math.exp(x))), 1e-6);
  }

  @Test
  void preciseGeluHasItsDigitsWhereItIsNotZero() {
    double factor = 2 * Math.sqrt(2 / Math.PI);
    requireDigits(
        Function.PRECISE_GELU,
        -11,
        100,
        x -> x / (1 + Math.exp(-factor * (x + Math.pow(0.044715 * x, 3)))),
        1e-5);
  }

  @ParameterizedTest
  @ValueSource(floats = {-17, -20, -90, -1e10f, -Float.MAX_VALUE})
  void zerosAreWhereFloatsHaveNoDigitsLeft(float x) {
    assertThat(apply(Function.SOFT_PLUS, x)).isZero();
    assertThat(apply(Function.MISH, x) + 0).isZero();
    assertThat(apply(Function.PRECISE_GELU, x) + 0).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      floats = {50, 88, 88.1f, 88.8f, 1e10f, 1e20f, Float.MAX_VALUE, Float.POSITIVE_INFINITY})
  void largeValuesStayWhatTheyAre(float x) {
    assertThat(apply(Function.SOFT_PLUS, x)).isEqualTo(x);
    assertThat(apply(Function.MISH, x)).isEqualTo(x);
    assertThat(apply(Function.PRECISE_GELU, x)).isEqualTo(x);
  }

  @Test
  void nanStaysNan() {
    for (Function function : Function.values()) {
      if (function != Function.THRESHOLDED_RELU) {
        assertThat(apply(function, Float.NaN)).as("%s", function).isNaN();
      }
    }
  }

  private static void requireDigits(
      Function function, float from, float to, DoubleUnaryOperator formula, double tolerance) {
    for (float x : points(from, to)) {
      double exact = formula.applyAsDouble(x);
      assertThat(Math.abs(apply(function, x) - exact))
          .as("%s of %s", function, x)
          .isLessThanOrEqualTo(tolerance * Math.abs(exact));
    }
  }

  private static float[] points(float from, float to) {
    float[] points = new float[POINTS + 1];
    for (int i = 0; i <= POINTS; i++) {
      points[i] = from + (to - from) * i / POINTS;
    }
    return points;
  }

  private static float apply(Function function, float x) {
    return Activation.of(function).apply(x);
  }
}
