package io.dl4jcompact.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AffineQuantizerTest {

  /** By exact decimals, but for the one rounding of x / s to a float. */
  private static int exact(AffineQuantizer quantizer, float x) {
    BigDecimal steps = new BigDecimal(x / quantizer.scale()).setScale(0, RoundingMode.HALF_EVEN);
    return steps
        .add(BigDecimal.valueOf(quantizer.zeroPoint()))
        .max(BigDecimal.valueOf(quantizer.low()))
        .min(BigDecimal.valueOf(quantizer.high()))
        .intValueExact();
  }

  @Property
  void anIntegerIsTheNearestOneInTheRange(
      @ForAll @FloatRange(min = 0.01f, max = 1e3f) float scale,
      @ForAll @IntRange(min = 0, max = 255) int zeroPoint,
      @ForAll @FloatRange(min = -1e5f, max = 1e5f) float x) {
    AffineQuantizer quantizer = new AffineQuantizer(scale, zeroPoint, 0, 255);

    int q = quantizer.quantize(x);

    assertThat(q).isEqualTo(exact(quantizer, x));
    assertThat(quantizer.value(x)).isEqualTo((float) ((double) scale * (q - zeroPoint)));
    double steps = Math.rint(x / scale) + zeroPoint;
    assertThat(quantizer.gradient(x)).isEqualTo(steps < 0 || steps > 255 ? 0 : 1);
  }

  @Property
  void aValueInTheRangeIsHalfAStepAwayAtMost(
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll @FloatRange(min = -50, max = 50) float first,
      @ForAll @FloatRange(min = -50, max = 50) float second,
      @ForAll @FloatRange(min = 0, max = 1) float place) {
    float min = Math.min(first, second);
    float max = Math.max(first, second);
    float x = min + place * (max - min);
    AffineQuantizer asymmetric = AffineQuantizer.asymmetric(bits, min, max);
    AffineQuantizer symmetric =
        AffineQuantizer.symmetric(bits, Math.max(Math.abs(min), Math.abs(max)));

    // Rounding the zero point moves the range by up to half a step.
    assertThat(Math.abs(asymmetric.value(x) - x)).isLessThanOrEqualTo(asymmetric.scale() * 1.001f);
    assertThat(Math.abs(symmetric.value(x) - x)).isLessThanOrEqualTo(symmetric.scale() * 0.501f);
    assertThat(asymmetric.value(0)).isZero();
    assertThat(symmetric.value(0)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0", "1.5, 2", "2.5, 2", "-0.5, 0", "-1.5, -2", "126.5, 126", "127.5, 127"})
  void halvesGoToTheEvenInteger(float x, int q) {
    assertThat(new AffineQuantizer(1, 0, -127, 127).quantize(x)).isEqualTo(q);
    assertThat(new AffineQuantizer(0.25f, 0, -127, 127).quantize(x / 4)).isEqualTo(q);
  }

  @Test
  void valuesBeyondTheRangeAndNoNumbersHaveAnInteger() {
    AffineQuantizer quantizer = new AffineQuantizer(0.5f, 3, 0, 255);

    assertThat(quantizer.quantize(Float.NEGATIVE_INFINITY)).isEqualTo(0);
    assertThat(quantizer.quantize(Float.POSITIVE_INFINITY)).isEqualTo(255);
    assertThat(quantizer.quantize(Float.MAX_VALUE)).isEqualTo(255);
    assertThat(quantizer.quantize(Float.NaN)).isEqualTo(3);
    assertThat(quantizer.quantize(-0f)).isEqualTo(3);
    assertThat(quantizer.gradient(Float.NaN)).isEqualTo(0);
    assertThat(quantizer.gradient(Float.POSITIVE_INFINITY)).isEqualTo(0);
  }

  @Test
  void theGradientEndsWhereClampingBegins() {
    AffineQuantizer quantizer = new AffineQuantizer(2, 0, -127, 127);
    float last = Math.nextDown(255f);

    assertThat(quantizer.gradient(last)).isEqualTo(1);
    assertThat(quantizer.gradient(-last)).isEqualTo(1);
    // 127.5 is a tie, which goes to the even 128.
    assertThat(quantizer.gradient(255)).isEqualTo(0);
    assertThat(quantizer.gradient(-255)).isEqualTo(0);
  }

  @Test
  void factoriesTakeTheIntervalsOfTheBits() {
    assertThat(AffineQuantizer.symmetric(8, 254)).isEqualTo(new AffineQuantizer(2, 0, -127, 127));
    assertThat(AffineQuantizer.symmetric(2, 3)).isEqualTo(new AffineQuantizer(3, 0, -1, 1));
    assertThat(AffineQuantizer.asymmetric(8, -1, 509)).isEqualTo(new AffineQuantizer(2, 0, 0, 255));
    assertThat(AffineQuantizer.asymmetric(4, -5, 10)).isEqualTo(new AffineQuantizer(1, 5, 0, 15));
    assertThat(AffineQuantizer.asymmetric(4, 5, 30)).isEqualTo(new AffineQuantizer(2, 0, 0, 15));
    assertThat(AffineQuantizer.asymmetric(4, -30, -5)).isEqualTo(new AffineQuantizer(2, 15, 0, 15));
  }

  @Test
  void valuesThatAreAllZeroOrTinyHaveTheScaleOne() {
    assertThat(AffineQuantizer.symmetric(8, 0).scale()).isEqualTo(1);
    assertThat(AffineQuantizer.symmetric(8, Float.MIN_VALUE).scale()).isEqualTo(1);
    assertThat(AffineQuantizer.asymmetric(8, 0, 0)).isEqualTo(new AffineQuantizer(1, 0, 0, 255));
  }

  @Test
  void theWidestFloatsHaveAFiniteScale() {
    AffineQuantizer widest = AffineQuantizer.asymmetric(8, -Float.MAX_VALUE, Float.MAX_VALUE);

    assertThat(widest.scale()).isFinite();
    assertThat(widest.zeroPoint()).isBetween(127, 128);
  }

  @Property
  void theTextFormIsReadBack(
      @ForAll @IntRange(min = 0x00800000, max = 0x7f7fffff) int scaleBits,
      @ForAll @IntRange(min = -128, max = 126) int low) {
    float scale = Float.intBitsToFloat(scaleBits);
    AffineQuantizer quantizer = new AffineQuantizer(scale, low, low, low + 1);

    assertThat(AffineQuantizer.parse(quantizer.spec())).isEqualTo(quantizer);
    assertThat(AffineQuantizer.parse(" " + quantizer.spec().replace(" ", "") + " "))
        .isEqualTo(quantizer);
  }

  @Test
  void theSignedFormGivesTheSameValues() {
    AffineQuantizer quantizer = new AffineQuantizer(0.25f, 100, 0, 255);

    assertThat(quantizer.signed()).isEqualTo(new AffineQuantizer(0.25f, -28, -128, 127));
    for (float x = -40; x < 50; x += 0.125f) {
      assertThat(quantizer.signed().value(x)).isEqualTo(quantizer.value(x));
      assertThat(quantizer.signed().quantize(x)).isEqualTo(quantizer.quantize(x) - 128);
      assertThat(quantizer.signed().gradient(x)).isEqualTo(quantizer.gradient(x));
    }
    assertThat(quantizer.signed().signed()).isEqualTo(quantizer.signed());
  }

  @Test
  void bitsAreThoseOfTheRange() {
    for (int bits = 2; bits <= 8; bits++) {
      assertThat(AffineQuantizer.symmetric(bits, 1).bits()).isEqualTo(bits);
      assertThat(AffineQuantizer.asymmetric(bits, -1, 1).bits()).isEqualTo(bits);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "affine",
        "affine(1.0, 0, 0)",
        "affine(x, 0, 0, 1)",
        "affine(1.0, 0.5, 0, 1)",
        "affine(1.0, 0, 0, 1, 2)",
        "sign(0.0, clipped)"
      })
  void anyOtherTextIsRefusedAndQuoted(String spec) {
    assertThatThrownBy(() -> AffineQuantizer.parse(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + spec + "'");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 255, scale",
    "-1, 0, 0, 255, scale",
    "NaN, 0, 0, 255, scale",
    "Infinity, 0, 0, 255, scale",
    "1e-40, 0, 0, 255, scale",
    "1, 5, 5, 5, low and high",
    "1, 0, -1, 128, low and high",
    "1, 0, -129, 0, low and high",
    "1, 0, 0, 256, low and high",
    "1, -1, 0, 255, zeroPoint",
    "1, 8, -7, 7, zeroPoint"
  })
  void settingsThatCannotBeAreRefused(float scale, int zeroPoint, int low, int high, String what) {
    assertThatThrownBy(() -> new AffineQuantizer(scale, zeroPoint, low, high))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AffineQuantizer: " + what);
  }

  @Test
  void factoriesRefuseBitsAndRangesThatCannotBe() {
    assertThatThrownBy(() -> AffineQuantizer.symmetric(1, 1)).hasMessageContaining("2..8, got 1");
    assertThatThrownBy(() -> AffineQuantizer.asymmetric(9, 0, 1)).hasMessageContaining("got 9");
    assertThatThrownBy(() -> AffineQuantizer.symmetric(8, -1)).hasMessageContaining("maxAbs");
    assertThatThrownBy(() -> AffineQuantizer.symmetric(8, Float.NaN))
        .hasMessageContaining("maxAbs");
    assertThatThrownBy(() -> AffineQuantizer.asymmetric(8, 1, 0)).hasMessageContaining("rise");
    assertThatThrownBy(() -> AffineQuantizer.asymmetric(8, Float.NEGATIVE_INFINITY, 0))
        .hasMessageContaining("finite");
  }
}
