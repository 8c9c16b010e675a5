package io.dl4jcompact.runtime.graph;

import java.util.Objects;

/**
 * An element-wise activation function.
 *
 * @param function which
 * @param alpha its parameter, where {@link Function} names one; else 0
 */
public record Activation(Function function, float alpha) {

  /** y = x. */
  public static final Activation IDENTITY = new Activation(Function.IDENTITY, 0);

  /** The functions, as Deeplearning4j computes them. */
  public enum Function {
    /** x. */
    IDENTITY,
    /** max(0, x). */
    RELU,
    /** min(6, max(0, x)). */
    RELU6,
    /** x if x ≥ 0, else alpha · x. */
    LEAKY_RELU,
    /** x if x &gt; alpha, else 0. */
    THRESHOLDED_RELU,
    /** x if x ≥ 0, else alpha · (e^x - 1). */
    ELU,
    /** Self-normalising ELU with the constants of Klambauer et al. 2017. */
    SELU,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    /** clip(0.2 x + 0.5, 0, 1). */
    HARD_SIGMOID,
    TANH,
    /** clip(x, -1, 1). */
    HARD_TANH,
    /** 1.7159 · t(2x/3), t(y) = sign(y) · (1 - 1 / (1 + |y| + y² + 1.41645 y⁴)). */
    RATIONAL_TANH,
    /** max(0, tanh x). */
    RECTIFIED_TANH,
    /** ln(1 + e^x). */
    SOFT_PLUS,
    /** x / (1 + |x|). */
    SOFT_SIGN,
    CUBE,
    /** x · σ(x). */
    SWISH,
    /** x · σ(1.702 x), the approximation of GELU that Deeplearning4j uses by default. */
    GELU,
    /**
     * 0.5 x (1 + tanh(√(2/π) (x + (0.044715 x)³))): the cube takes the constant in too, unlike the
     * published formula, because that is what ND4J computes.
     */
    PRECISE_GELU,
    /** x · tanh(ln(1 + e^x)). */
    MISH;

    /** Whether {@link Activation#alpha} has a meaning. */
    public boolean hasAlpha() {
      return this == LEAKY_RELU || this == THRESHOLDED_RELU || this == ELU;
    }
  }

  /** Of {@link Function#SELU}. */
  public static final float SELU_ALPHA = 1.6732632f;

  /** Of {@link Function#SELU}. */
  public static final float SELU_SCALE = 1.050701f;

  /** Of {@link Function#SOFT_PLUS}: beyond it the function is x. */
  public static final float LARGEST_EXPONENT = 88;

  /** Of {@link Function#MISH}: up to it 1 + e^x is 1 in floats. */
  public static final float SMALL_POWER = 0x1p-24f;

  /** Of {@link Function#MISH}: from it on the tangent is 1 in floats. */
  public static final float LARGE_POWER = 0x1p24f;

  /** Of {@link Function#PRECISE_GELU}. */
  public static final float GELU_INNER = 0.044715f;

  /** -2 √(2/π), of {@link Function#PRECISE_GELU}. */
  public static final float GELU_FACTOR = -1.5957691f;

  /** Of {@link Function#PRECISE_GELU}: e^-2y from which on tanh y is -1 in floats. */
  public static final float MINUS_ONE_POWER = 0x1p26f;

  /**
   * @throws IllegalArgumentException if alpha is not finite, or given to a function without one
   */
  public Activation {
    Objects.requireNonNull(function, "function");
    if (!Float.isFinite(alpha) || !function.hasAlpha() && alpha != 0) {
      throw new IllegalArgumentException(function + " does not take alpha = " + alpha);
    }
  }

  /** A function without a parameter. */
  public static Activation of(Function function) {
    return new Activation(function, 0);
  }

  /**
   * f(x), with the roundings of ND4J's float kernels where they decide whether a result is 0: σ(x)
   * is 0 below -89, ln(1 + e^x) below -17, e^x - 1 for |x| &lt; 3e-8. A quantiser may follow.
   */
  public float apply(float x) {
    return switch (function) {
      case IDENTITY -> x;
      case RELU -> Math.max(0, x);
      case RELU6 -> Math.min(6, Math.max(0, x));
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case THRESHOLDED_RELU -> x > alpha ? x : 0;
      case ELU -> elu(x, alpha);
      case SELU -> SELU_SCALE * elu(x, SELU_ALPHA);
      case SIGMOID -> sigmoid(x);
      case HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2f * x + 0.5f));
      case TANH -> FloatFunctions.tanh(x);
      case HARD_TANH -> Math.max(-1, Math.min(1, x));
      case RATIONAL_TANH -> 1.7159f * rationalTanh(2 * x / 3);
      case RECTIFIED_TANH -> Math.max(0, FloatFunctions.tanh(x));
      case SOFT_PLUS -> softPlus(x);
      case SOFT_SIGN -> x / (1 + Math.abs(x));
      case CUBE -> x * x * x;
      case SWISH -> x * sigmoid(x);
      case GELU -> x * sigmoid(1.702f * x);
      case PRECISE_GELU -> preciseGelu(x);
      case MISH -> mish(x);
    };
  }

  private static float elu(float x, float alpha) {
    return x >= 0 ? x : alpha * (FloatFunctions.exp(x) - 1);
  }

  private static float sigmoid(float x) {
    return 1 / (1 + FloatFunctions.exp(-x));
  }

  /** ln(1 + e^x); x itself where e^x is beyond floats, for which ND4J gives infinity. */
  private static float softPlus(float x) {
    return x <= LARGEST_EXPONENT ? FloatFunctions.log(1 + FloatFunctions.exp(x)) : x;
  }

  /**
   * By tanh(ln u) = (u² - 1) / (u² + 1) with u = 1 + e^x, which keeps the digits of a small e^x.
   */
  private static float mish(float x) {
    float power = Math.min(LARGE_POWER, FloatFunctions.exp(x));
    float square = (power > SMALL_POWER ? power : 0) * (power + 2);
    return x * (square / (square + 2));
  }

  private static float rationalTanh(float y) {
    float square = y * y;
    float magnitude = 1 - 1 / (1 + Math.abs(y) + square + 1.41645f * square * square);
    return y < 0 ? -magnitude : magnitude;
  }

  /** By 0.5 (1 + tanh y) = σ(2y), which keeps the digits of a tangent near -1. */
  private static float preciseGelu(float x) {
    float inner = GELU_INNER * x;
    float power = FloatFunctions.exp(GELU_FACTOR * (inner * inner * inner + x));
    return x * (power < MINUS_ONE_POWER ? 1 / (1 + power) : 0);
  }
}
