package io.dl4jcompact.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticTest {

  private static final float[] VALUES = {3, -1, 7, 0, 4.5f};

  @ParameterizedTest
  @CsvSource({
    "mean, 2.7",
    "median, 3",
    "quantile 0.0, -1",
    "quantile 1.0, 7",
    "quantile 0.25, 0",
    "quantile 0.9, 6",
    "quantile 0.3, 0.6"
  })
  void isWhatTheFormulaSays(String spec, float expected) {
    assertThat(Statistic.parse(spec).of(VALUES)).isEqualTo(expected);
  }

  @Test
  void anEvenNumberOfValuesHasItsMedianHalfway() {
    assertThat(Statistic.median().of(new float[] {4, 1, 2, 8})).isEqualTo(3);
  }

  @Test
  void theValuesStayAsTheyAre() {
    float[] values = VALUES.clone();

    Statistic.median().of(values);

    assertThat(values).containsExactly(VALUES);
  }

  @Test
  void infinitiesAndNaNAreOrdered() {
    float[] values = {Float.NaN, Float.POSITIVE_INFINITY, 1, Float.NEGATIVE_INFINITY};

    assertThat(Statistic.quantile(0).of(values)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Statistic.quantile(1).of(values)).isNaN();
    assertThat(Statistic.mean().of(values)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "median", "quantile 0.125", "quantile 0.9", "quantile 1.0E-4"})
  void parseIsTheInverseOfSpec(String spec) {
    assertThat(Statistic.parse(spec).spec()).isEqualTo(spec);
    assertThat(Statistic.parse("  " + spec + " ")).isEqualTo(Statistic.parse(spec));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mode", "mean 1", "quantile", "quantile x", "median 0.5"})
  void anythingElseIsRefused(String spec) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistic.parse(spec))
        .withMessageContaining("'" + spec + "'");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN})
  void sharesOutsideOfZeroToOneAreRefused(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistic.quantile(share))
        .withMessageContaining("quantile must be in [0, 1], got " + share);
  }
}
