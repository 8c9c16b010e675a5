package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class FixedPointTest {

  private static double value(FixedPoint factor) {
    return Math.scalb((double) factor.multiplier(), -factor.shift());
  }

  @Property
  void theNearestFactorDiffersByLessThanItsLastBit(
      @ForAll @DoubleRange(min = 1, max = 2) double mantissa,
      @ForAll @IntRange(min = -32, max = 28) int exponent) {
    double factor = Math.scalb(mantissa, exponent);

    FixedPoint found = FixedPoint.of(factor);

    assertThat(found.multiplier()).isGreaterThanOrEqualTo(1 << 30);
    assertThat(Math.abs(value(found) - factor)).isLessThanOrEqualTo(factor * 0x1p-31);
  }

  @Property
  void productsAreRoundedOnceAndHalvesUp(
      @ForAll int x,
      @ForAll @IntRange(min = 0) int multiplier,
      @ForAll @IntRange(min = 1, max = 62) int shift) {
    BigDecimal exact =
        BigDecimal.valueOf((long) x * multiplier).divide(BigDecimal.valueOf(1L << shift));

    long rounded = new FixedPoint(multiplier, shift).scaled(x);

    assertThat(rounded)
        .isEqualTo(
            exact.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR).longValueExact());
  }

  @Example
  void halvesGoUpOnBothSidesOfZero() {
    FixedPoint half = FixedPoint.of(0.5);

    assertThat(half.scaled(1)).isEqualTo(1);
    assertThat(half.scaled(3)).isEqualTo(2);
    assertThat(half.scaled(-1)).isEqualTo(0);
    assertThat(half.scaled(-3)).isEqualTo(-1);
  }

  @Example
  void theEdgesOfWhatCanBeSaid() {
    assertThat(value(FixedPoint.of(0))).isZero();
    assertThat(value(FixedPoint.of(1))).isEqualTo(1);
    assertThat(value(FixedPoint.of(0x1p-62))).isEqualTo(0x1p-62);
    assertThat(value(FixedPoint.of(0x1p-64))).isZero();
    assertThat(FixedPoint.of(Math.nextDown(0x1p30)))
        .isEqualTo(new FixedPoint(Integer.MAX_VALUE, 1));
    assertThat(FixedPoint.of(Math.nextDown(1.0))).isEqualTo(new FixedPoint(1 << 30, 30));
    assertThat(new FixedPoint(Integer.MAX_VALUE, 62).scaled(Integer.MIN_VALUE)).isEqualTo(-1);
  }

  @Example
  void factorsThatCannotBeSaidAreRefused() {
    for (double factor : new double[] {-1, 0x1p30, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> FixedPoint.of(factor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("below 2^30, got " + factor);
    }
    assertThatThrownBy(() -> new FixedPoint(-1, 1)).hasMessageContaining("got -1 and 1");
    assertThatThrownBy(() -> new FixedPoint(1, 0)).hasMessageContaining("got 1 and 0");
    assertThatThrownBy(() -> new FixedPoint(1, 63)).hasMessageContaining("1..62, got 1 and 63");
  }
}
