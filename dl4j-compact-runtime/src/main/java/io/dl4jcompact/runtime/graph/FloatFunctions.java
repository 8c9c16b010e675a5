package io.dl4jcompact.runtime.graph;

/**
 * e^x and tanh x in floats, by the same additions, multiplications and shifts as the vector
 * kernels, so that results have the same bits. Neither ever falls where x rises, which limits of
 * quantisers rely on.
 *
 * <p>x = n · ln 2 + r with a whole n and |r| ≤ ln 2 / 2; e^r by its Taylor polynomial of degree 8,
 * whose remainder is below 2^-31. What is added to r and to 1 in the end is small beside them, so
 * that its own roundings do not show.
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

  public static final int EXPONENT_BIAS = 127;
  public static final int MANTISSA = 23;

  /** From here on tanh x is 1. */
  public static final float TANH_IS_ONE = 10;

  /** Below this tanh x is its Taylor polynomial of degree 13. */
  public static final float TANH_IS_SMALL = 0.35f;

  private static final float[] EXP = {
    1f / 40320, 1f / 5040, 1f / 720, 1f / 120, 1f / 24, 1f / 6, 1f / 2
  };

  private static final float[] TANH = {
    21844f / 6081075, -1382f / 155925, 62f / 2835, -17f / 315, 2f / 15, -1f / 3
  };

  private FloatFunctions() {}

  /** 1/8!, 1/7!, .., 1/2!: the coefficient of r^(8 - index) in e^r. */
  public static float exp(int index) {
    return EXP[index];
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
