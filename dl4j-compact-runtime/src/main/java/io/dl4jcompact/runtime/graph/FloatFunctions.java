package io.dl4jcompact.runtime.graph;

/**
 * e^x and tanh x in floats, by the same additions, multiplications and shifts as the vector
 * kernels, so that results have the same bits.
 *
 * <p>x = n · ln 2 + r with a whole n and |r| ≤ ln 2 / 2; e^r by its Taylor polynomial of degree 8,
 * whose remainder is below 2^-31.
 */
public final class FloatFunctions {

  /** Below this e^x is 0, beyond {@link #MOST} it is infinite. */
  public static final float LEAST = -104;

  public static final float MOST = 89;

  /** From here on tanh x is 1. */
  public static final float TANH_IS_ONE = 10;

  public static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts, of which the first has so few digits that its multiples are exact. */
  public static final float LN2_HIGH = 0.693359375f;

  public static final float LN2_LOW = -2.1219444e-4f;

  /** A sum with it is rounded to a whole number, which its last bits are. */
  public static final float ROUND = 1.5f * (1 << 23);

  /** What to add to those bits so that, shifted, they are the float 2^n. */
  public static final int BIAS = 127 - Float.floatToRawIntBits(ROUND);

  public static final int MANTISSA = 23;

  private static final float[] TAYLOR = {
    1f / 40320, 1f / 5040, 1f / 720, 1f / 120, 1f / 24, 1f / 6, 1f / 2, 1
  };

  private FloatFunctions() {}

  /** 1/8!, 1/7!, .., 1/1!: the coefficient of r^(8 - index) in e^r. */
  public static float taylor(int index) {
    return TAYLOR[index];
  }

  /** e^x, rounded: 0 from about -104 down, infinite from about 88.7 up. */
  public static float exp(float x) {
    float within = Math.max(LEAST, Math.min(MOST, x));
    float shifted = Math.fma(within, LOG2_E, ROUND);
    float r = remainder(within, shifted - ROUND);
    // 2^n in two factors, since it may be beyond floats where the result is not.
    int n = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(ROUND);
    int half = n >> 1;
    return Math.fma(quotient(r), r, 1) * power(half) * power(n - half);
  }

  /** tanh x = (e^2|x| - 1) / (e^2|x| + 1) with the sign of x; e^2|x| - 1 without cancellation. */
  public static float tanh(float x) {
    float within = Math.min(TANH_IS_ONE, Math.abs(x)) * 2;
    float shifted = Math.fma(within, LOG2_E, ROUND);
    float r = remainder(within, shifted - ROUND);
    float power = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) + BIAS << MANTISSA);
    float minusOne = Math.fma(power, quotient(r) * r, power - 1);
    return Math.copySign(minusOne / (minusOne + 2), x);
  }

  private static float remainder(float x, float n) {
    return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
  }

  /** (e^r - 1) / r. */
  private static float quotient(float r) {
    float sum = TAYLOR[0];
    for (int i = 1; i < TAYLOR.length; i++) {
      sum = Math.fma(sum, r, TAYLOR[i]);
    }
    return sum;
  }

  private static float power(int n) {
    return Float.intBitsToFloat(n + 127 << MANTISSA);
  }
}
