package io.dl4jcompact.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StraightThroughTest {

  private static final double STEP = 1e-6;

  /** Where a surrogate has a kink there is no difference quotient to compare with. */
  private static boolean isKink(double u) {
    return Math.abs(Math.abs(u) - 1) < 2 * STEP;
  }

  @ParameterizedTest
  @EnumSource
  void theDerivativeIsThatOfTheSurrogate(StraightThrough estimator) {
    int compared = 0;
    for (double u = -12; u <= 12; u += 0.0137) {
      if (isKink(u)) {
        continue;
      }
      double quotient =
          (estimator.surrogate(u + STEP) - estimator.surrogate(u - STEP)) / (2 * STEP);
      assertThat(estimator.derivative(u)).as("at %s", u).isCloseTo(quotient, within(1e-5));
      compared++;
    }
    assertThat(compared).isGreaterThan(1700);
  }

  @ParameterizedTest
  @EnumSource
  void theSurrogateRisesThroughZeroAndIsOdd(StraightThrough estimator) {
    assertThat(estimator.surrogate(0)).isZero();
    assertThat(estimator.derivative(0)).isPositive();
    for (double u = 0; u < 3; u += 0.01) {
      assertThat(estimator.surrogate(-u)).isCloseTo(-estimator.surrogate(u), within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CLIPPED", "APPROX_SIGN", "SWISH_SIGN"})
  void farFromTheThresholdNothingPasses(StraightThrough estimator) {
    for (double u : new double[] {20, 1e30, Double.POSITIVE_INFINITY}) {
      assertThat(estimator.derivative(u)).isZero();
      assertThat(estimator.derivative(-u)).isZero();
      assertThat(estimator.surrogate(u)).isEqualTo(1);
      assertThat(estimator.surrogate(-u)).isEqualTo(-1);
    }
  }
}
