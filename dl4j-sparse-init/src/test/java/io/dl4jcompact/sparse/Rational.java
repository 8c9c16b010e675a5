package io.dl4jcompact.sparse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** A fraction, without rounding. */
record Rational(BigInteger numerator, BigInteger denominator) {

  static final Rational ZERO = of(0);
  static final Rational ONE = of(1);

  Rational {
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  static Rational of(long value) {
    return new Rational(BigInteger.valueOf(value), BigInteger.ONE);
  }

  /** Exactly the double's value. */
  static Rational of(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigInteger power = BigInteger.TEN.pow(Math.max(0, exact.scale()));
    return new Rational(exact.multiply(new BigDecimal(power)).toBigIntegerExact(), power);
  }

  Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Rational minus(Rational other) {
    return plus(new Rational(other.numerator.negate(), other.denominator));
  }

  Rational times(Rational other) {
    return new Rational(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  Rational over(Rational other) {
    return times(other.inverse());
  }

  @SuppressWarnings("ArgumentSelectionDefectChecker")
  private Rational inverse() {
    return new Rational(denominator, numerator);
  }

  boolean exceeds(Rational other) {
    return minus(other).numerator.signum() > 0;
  }

  double toDouble() {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
        .doubleValue();
  }
}
