package io.dl4jcompact.export.onnx;

import io.dl4jcompact.runtime.graph.Activation;
import java.util.List;

/** Activation functions, by ONNX's own where it has them. */
final class Activations {

  private static final float GELU = 1.702f;

  private Activations() {}

  /** The function of a value. */
  static String of(Activation activation, String x, OnnxScope scope) {
    float alpha = activation.alpha();
    return switch (activation.function()) {
      case IDENTITY -> x;
      case RELU -> scope.add("Relu", x);
      case RELU6 -> scope.add("Clip", x, scope.number(0), scope.number(6));
      case LEAKY_RELU -> withAlpha("LeakyRelu", alpha, x, scope);
      case THRESHOLDED_RELU -> withAlpha("ThresholdedRelu", alpha, x, scope);
      case ELU -> withAlpha("Elu", alpha, x, scope);
      case SELU ->
          scope.add(
              "Selu",
              List.of(
                  OnnxAttribute.of("alpha", Activation.SELU_ALPHA),
                  OnnxAttribute.of("gamma", Activation.SELU_SCALE)),
              x);
      case SIGMOID -> scope.add("Sigmoid", x);
      case HARD_SIGMOID ->
          scope.add(
              "HardSigmoid",
              List.of(OnnxAttribute.of("alpha", 0.2f), OnnxAttribute.of("beta", 0.5f)),
              x);
      case TANH -> scope.add("Tanh", x);
      case HARD_TANH -> scope.add("Clip", x, scope.number(-1), scope.number(1));
      case RATIONAL_TANH -> rationalTanh(x, scope);
      case RECTIFIED_TANH -> scope.add("Relu", scope.add("Tanh", x));
      case SOFT_PLUS -> scope.add("Softplus", x);
      case SOFT_SIGN -> scope.add("Softsign", x);
      case CUBE -> cube(x, scope);
      case SWISH -> scope.add("Mul", x, scope.add("Sigmoid", x));
      case GELU -> scope.add("Mul", x, scope.add("Sigmoid", times(GELU, x, scope)));
      case PRECISE_GELU -> preciseGelu(x, scope);
      case MISH -> scope.add("Mul", x, scope.add("Tanh", scope.add("Softplus", x)));
    };
  }

  private static String withAlpha(String type, float alpha, String x, OnnxScope scope) {
    return scope.add(type, List.of(OnnxAttribute.of("alpha", alpha)), x);
  }

  private static String times(double factor, String x, OnnxScope scope) {
    return scope.add("Mul", x, scope.number(factor));
  }

  private static String cube(String x, OnnxScope scope) {
    return scope.add("Mul", scope.add("Mul", x, x), x);
  }

  /** 1.7159 · sign(y) · (1 - 1 / (1 + |y| + y² + 1.41645 y⁴)), y = 2x/3. */
  private static String rationalTanh(String x, OnnxScope scope) {
    String y = times(2.0 / 3, x, scope);
    String square = scope.add("Mul", y, y);
    String fourth = times(1.41645, scope.add("Mul", square, square), scope);
    String sum = scope.add("Sum", scope.number(1), scope.add("Abs", y), square, fourth);
    String magnitude = scope.add("Sub", scope.number(1), scope.add("Reciprocal", sum));
    return times(1.7159, scope.add("Mul", scope.add("Sign", y), magnitude), scope);
  }

  /** x · σ(2y), y = √(2/π) (x + (0.044715 x)³), with the constants of the definition. */
  private static String preciseGelu(String x, OnnxScope scope) {
    String inner = scope.add("Add", x, cube(times(Activation.GELU_INNER, x, scope), scope));
    return scope.add("Mul", x, scope.add("Sigmoid", times(-Activation.GELU_FACTOR, inner, scope)));
  }
}
