package io.dl4jcompact.runtime.graph;

/**
 * e^x, ln x and tanh x in floats, by the same additions, multiplications and shifts as the vector
 * kernels, so that results have the same bits. None ever falls where x rises, which limits of
 * quantisers rely on: what is added last is small beside what it is added to, so that its own
 * roundings do not show.
 *
 * <p>e^x: x = n · ln 2 + r with a whole n and |r| ≤ ln 2 / 2; e^r by its Taylor polynomial of
 * degree 8, whose remainder is below 2^-31.
 *
 * <p>ln x: x = 2^n · (1 + f) with a whole n and |f| ≤ 1/3; ln(1 + f) = f + f² · p(f), where p is
 * the polynomial of degree 8 whose greatest error, beside ln(1 + f), is least, by the algorithm of
 * Remez: below 2^-25.
 */
public final class FloatFunctions {

  /** Below this e^x is 0; beyond {@link #MOST} it is infinite. */
  public static final float LEAST = -104;

  public static final float MOST = 89;

  public static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts, of which the first has so few digits that its multiples are exact. */
  public static final float LN2_HIGH = 0.693359375f;

  public static final float LN2_LOW = -2.1219444e-4f;

  /** A sum with it is rounded to a whole number, which its last bits are. */
  public static final float ROUND = 1.5f * (1 << 23);

  public static final float LN2 = 0.6931472f;

  /** The bits of 2/3, the least 1 + f in a logarithm. */
  public static final int LEAST_FRACTION = 0x3f2aaaab;

  public static final int EXPONENT_BIAS = 127;
  public static final int MANTISSA = 23;

  /** From here on tanh x is 1. */
  public static final float TANH_IS_ONE = 10;

  /** Below this tanh x is its Taylor polynomial of degree 13. */
  public static final float TANH_IS_SMALL = 0.35f;

  private static final float[] EXP = {
    1f / 40320, 1f / 5040, 1f / 720, 1f / 120, 1f / 24, 1f / 6, 1f / 2
  };

  private static final float[] LOG = {
    -0.1331176f,
    0.14006226f,
    -0.12078146f,
    0.14000826f,
    -0.16689503f,
    0.2001077f,
    -0.24999507f,
    0.3333321f,
    -0.5f
  };

  private static final float[] TANH = {
    21844f / 6081075, -1382f / 155925, 62f / 2835, -17f / 315, 2f / 15, -1f / 3
  };

  private FloatFunctions() {}

  /** 1/8!, 1/7!, .., 1/2!: the coefficient of r^(8 - index) in e^r. */
  public static float exp(int index) {
    return EXP[index];
  }

  /** The coefficient of f^(10 - index) in ln(1 + f). */
  public static float log(int index) {
    return LOG[index];
  }

  /** The coefficient of x^(13 - 2 · index) in tanh x. */
  public static float tanh(int index) {
    return TANH[index];
  }

  /** e^x, rounded: 0 from about -104 down, infinite from about 88.7 up. */
  public static float exp(float x) {
    float within = Math.max(LEAST, Math.min(MOST, x));
    float shifted = Math.fma(within, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, within));
    float sum = polynomial(EXP, r);
    // 2^n in two factors, since it may be beyond floats where the result is not.
    int power = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUND);
    int half = power >> 1;
    return (1 + Math.fma(r * r, sum, r)) * powerOfTwo(half) * powerOfTwo(power - half);
  }

  /** ln x for a finite x of at least 2^-126. */
  public static float log(float x) {
    int above = Float.floatToRawIntBits(x) - LEAST_FRACTION;
    int n = above >> MANTISSA;
    float f = Float.intBitsToFloat(above - (n << MANTISSA) + LEAST_FRACTION) - 1;
    return Math.fma(n, LN2, Math.fma(f * f, polynomial(LOG, f), f));
  }

  /** tanh x, by 1 - 2 / (e^2|x| + 1) or its polynomial, with the sign of x. */
  public static float tanh(float x) {
    float size = Math.min(TANH_IS_ONE, Math.abs(x));
    float square = size * size;
    float magnitude =
        size < TANH_IS_SMALL
            ? Math.fma(size * square, polynomial(TANH, square), size)
            : 1 - 2 / (1 + exp(2 * size));
    return Math.copySign(magnitude, x);
  }

  private static float polynomial(float[] coefficients, float x) {
    float sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
  }

  private static float powerOfTwo(int n) {
    return Float.intBitsToFloat(n + EXPONENT_BIAS << MANTISSA);
  }
}
