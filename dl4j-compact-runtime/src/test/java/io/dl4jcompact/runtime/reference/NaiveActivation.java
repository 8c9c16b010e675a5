package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.Activation;

/** Activation functions by their textbook formulas in double precision. */
final class NaiveActivation {

  private NaiveActivation() {}

  static double apply(Activation activation, double x) {
    double alpha = activation.alpha();
    return switch (activation.function()) {
      case IDENTITY -> x;
      case RELU -> x > 0 ? x : 0;
      case RELU6 -> x > 6 ? 6 : x > 0 ? x : 0;
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case THRESHOLDED_RELU -> x > alpha ? x : 0;
      case ELU -> x >= 0 ? x : alpha * (Math.exp(x) - 1);
      case SELU -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1));
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case HARD_SIGMOID -> Math.min(1, Math.max(0, 0.2 * x + 0.5));
      case TANH -> Math.tanh(x);
      case HARD_TANH -> Math.min(1, Math.max(-1, x));
      case RATIONAL_TANH -> rationalTanh(x);
      case RECTIFIED_TANH -> x > 0 ? Math.tanh(x) : 0;
      case SOFT_PLUS -> softPlus(x);
      case SOFT_SIGN -> x / (1 + Math.abs(x));
      case CUBE -> x * x * x;
      case SWISH -> x / (1 + Math.exp(-x));
      case GELU -> x / (1 + Math.exp(-1.702 * x));
      case PRECISE_GELU ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + Math.pow(0.044715 * x, 3))));
      case MISH -> x * Math.tanh(softPlus(x));
    };
  }

  private static double softPlus(double x) {
    return x > 30 ? x : Math.log(1 + Math.exp(x));
  }

  private static double rationalTanh(double x) {
    double y = Math.abs(2 * x / 3);
    double t = 1 - 1 / (1 + y + y * y + 1.41645 * Math.pow(y, 4));
    return x < 0 ? -1.7159 * t : 1.7159 * t;
  }
}
