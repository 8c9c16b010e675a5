package io.dl4jcompact.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizersTest {

  private static final float BELOW_HALF = Math.nextDown(0.5f);
  private static final float ABOVE_HALF = Math.nextUp(0.5f);

  static Stream<ElementwiseQuantizer> all() {
    List<ElementwiseQuantizer> quantizers = new ArrayList<>(List.of(new Identity()));
    for (StraightThrough estimator : StraightThrough.values()) {
      quantizers.add(new StepQuantizer(0.5f, estimator));
      quantizers.add(new StepQuantizer(-1e-30f, estimator));
      quantizers.add(new SignQuantizer(-2.25f, estimator));
      quantizers.add(new SignQuantizer(estimator));
      quantizers.add(new StochasticStepQuantizer(estimator));
    }
    return quantizers.stream();
  }

  static Stream<Quantizer> dynamic() {
    return Stream.of(
        new DynamicStepQuantizer(),
        new DynamicStepQuantizer(Statistic.median(), 0),
        new LevelQuantizer(0.5f, -3, new StepQuantizer(0.25f)),
        new LevelQuantizer(0.5f, -0.5f, new SignQuantizer()),
        new LevelQuantizer(2, 1, new DynamicStepQuantizer(Statistic.quantile(0.25))),
        new DynamicStepQuantizer(Statistic.quantile(0.9), 0.999, StraightThrough.SWISH_SIGN));
  }

  @ParameterizedTest
  @MethodSource({"all", "dynamic"})
  void theTextFormIsReadBack(Quantizer quantizer) {
    assertThat(Quantizers.parse(quantizer.spec())).isEqualTo(quantizer);
    assertThat(Quantizers.parse(" " + quantizer.spec().replace(", ", ",") + " "))
        .isEqualTo(quantizer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sign",
        "sign()",
        "sign(0)",
        "sign(a, clipped)",
        "sign(0.0, soft)",
        "step(1)",
        "none(1)",
        "stochastic_step",
        "sign(NaN, clipped)",
        "sign(0.0, clipped",
        "sign(0.0, clipped, 1)",
        "levels(1.0, 0.0, none)",
        "levels(1.0, Infinity, sign(0.0, clipped))",
        "levels(x, 1.0, sign(0.0, clipped))",
        "levels(1.0, sign(0.0, clipped))",
        "levels(2.0, 1.0, levels(2.0, 1.0, sign(0.0, clipped)))",
        "dynamic_step(mean, clipped)",
        "dynamic_step(mean, x, clipped)",
        "dynamic_step(mean, 1.0, clipped)",
        "dynamic_step(mean, 0.9, soft)"
      })
  void anyOtherTextIsRefusedAndQuoted(String spec) {
    assertThatThrownBy(() -> Quantizers.parse(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "(?is).*(" + (spec.isEmpty() ? "''" : "quanti[sz]er|estimator") + ").*");
  }

  @Test
  void aStepIsOneAboveItsThreshold() {
    StepQuantizer step = new StepQuantizer(0.5f);
    assertThat(values(step, BELOW_HALF, 0.5f, ABOVE_HALF)).containsExactly(0f, 0f, 1f);
    assertThat(values(step, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN))
        .containsExactly(0f, 1f, 0f);
    assertThat(values(new StepQuantizer(), -0f, 0f, Float.MIN_VALUE)).containsExactly(0f, 0f, 1f);
  }

  @Test
  void aSignIsPlusOneFromItsThresholdOn() {
    SignQuantizer sign = new SignQuantizer(0.5f, StraightThrough.CLIPPED);
    assertThat(values(sign, BELOW_HALF, 0.5f, ABOVE_HALF)).containsExactly(-1f, 1f, 1f);
    assertThat(values(sign, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN))
        .containsExactly(-1f, 1f, 1f);
    assertThat(values(new SignQuantizer(), -0f, 0f, -Float.MIN_VALUE)).containsExactly(1f, 1f, -1f);
  }

  @Test
  void aStochasticStepHasTheClippedValueAsProbability() {
    StochasticStepQuantizer step = new StochasticStepQuantizer();
    assertThat(step.probability(-3)).isZero();
    assertThat(step.probability(0.3f)).isEqualTo(0.3f);
    assertThat(step.probability(7)).isEqualTo(1);
    assertThat(step.probability(Float.NaN)).isZero();
    assertThat(values(step, BELOW_HALF, 0.5f, ABOVE_HALF)).containsExactly(0f, 0f, 1f);
  }

  @Test
  void theClippedGradientOfAStochasticStepIsThatOfItsExpectation() {
    StochasticStepQuantizer step = new StochasticStepQuantizer();
    for (float x = -0.95f; x < 2; x += 0.1f) {
      double slope = (step.probability(x + 0.01f) - step.probability(x - 0.01f)) / 0.02;
      assertThat((double) step.gradient(x)).as("at %s", x).isCloseTo(slope, within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void theGradientIsTheEstimatorsAroundTheThreshold(ElementwiseQuantizer quantizer) {
    if (!(quantizer instanceof OneBitQuantizer oneBit)) {
      assertThat(quantizer.gradient(3)).isEqualTo(1);
      assertThat(quantizer.quantize(3)).isEqualTo(3);
      assertThat(quantizer.bits()).isEqualTo(32);
      return;
    }
    double slope = quantizer instanceof StochasticStepQuantizer ? 2 : 1;
    for (float x = -4; x < 4; x += 0.1f) {
      double u = slope * (x - oneBit.threshold());
      assertThat((double) quantizer.gradient(x))
          .isCloseTo(oneBit.estimator().derivative(u), within(1e-4));
    }
    assertThat(quantizer.bits()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aThresholdMustBeFinite(float threshold) {
    assertThatThrownBy(() -> new StepQuantizer(threshold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("StepQuantizer");
    assertThatThrownBy(() -> new SignQuantizer(threshold, StraightThrough.IDENTITY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SignQuantizer");
  }

  static Stream<LevelQuantizer> levels() {
    return Stream.of(
        new LevelQuantizer(0.5f, -3, new StepQuantizer()),
        new LevelQuantizer(7, -0.5f, new SignQuantizer()),
        new LevelQuantizer(4, 2, new StochasticStepQuantizer()),
        new LevelQuantizer(-1, 1, new SignQuantizer()),
        new LevelQuantizer(0.25f, 0.75f, new StepQuantizer()));
  }

  @ParameterizedTest
  @MethodSource("levels")
  void levelsAreAnAffineFunctionOfTheValuesBeneath(LevelQuantizer levels) {
    OneBitQuantizer beneath = (OneBitQuantizer) levels.quantizer();

    assertThat(levels.offset() + levels.factor() * beneath.upper()).isEqualTo(levels.upper());
    assertThat(levels.offset() + levels.factor() * beneath.lower()).isEqualTo(levels.lower());
    assertThat(levels.bits()).isEqualTo(1);
    assertThat(levels.hasTwoValues()).isTrue();
  }

  @Test
  void equalLevelsAreOneValue() {
    assertThat(new LevelQuantizer(0.5f, 0.5f, new StepQuantizer()).hasTwoValues()).isFalse();
    assertThat(new LevelQuantizer(-1, -1, new SignQuantizer()).hasTwoValues()).isFalse();
  }

  @Test
  void levelsMustBeFiniteAndAFiniteNumberApart() {
    for (float[] values :
        new float[][] {{Float.POSITIVE_INFINITY, 0}, {1, Float.NaN}, {3e38f, -3e38f}}) {
      assertThatThrownBy(() -> new LevelQuantizer(values[0], values[1], new StepQuantizer()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "LevelQuantizer: upper is "
                  + values[0]
                  + " and lower is "
                  + values[1]
                  + ", expected");
    }
  }

  @Test
  void aDynamicStepIsAStepAtAnyThreshold() {
    DynamicStepQuantizer dynamic =
        new DynamicStepQuantizer(Statistic.median(), 0.5, StraightThrough.APPROX_SIGN);

    assertThat(dynamic.at(0.25f)).isEqualTo(new StepQuantizer(0.25f, StraightThrough.APPROX_SIGN));
    assertThat(dynamic.bits()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void aDecayMustBeInZeroToOne(double decay) {
    assertThatThrownBy(() -> new DynamicStepQuantizer(Statistic.mean(), decay))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DynamicStepQuantizer: decay must be in [0, 1), got " + decay);
  }

  private static float[] values(ElementwiseQuantizer quantizer, float... inputs) {
    float[] values = new float[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      values[i] = quantizer.quantize(inputs[i]);
    }
    return values;
  }
}
