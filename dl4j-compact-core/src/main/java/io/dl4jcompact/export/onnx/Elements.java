package io.dl4jcompact.export.onnx;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import java.util.List;

/** Scales, shifts and what combines values element by element. */
final class Elements {

  private Elements() {}

  /**
   * One operation where all is float. In front of a quantiser, the steps of the definition: that
   * operation would round a tie otherwise.
   */
  static String affine(Affine affine, OnnxScope scope) {
    return affine.scale().isEmpty() || quantises(scope.graph())
        ? affine(affine.center(), affine.scale(), affine.shift(), scope.input(), scope)
        : normalisation(affine, scope);
  }

  private static boolean quantises(Graph graph) {
    return graph.nodes().stream()
        .anyMatch(node -> node.op() instanceof Quantize || node.op() instanceof QuantizeInt8);
  }

  private static String normalisation(Affine affine, OnnxScope scope) {
    OnnxModel model = scope.model();
    int channels = scope.result().channels();
    return scope.add(
        "BatchNormalization",
        List.of(OnnxAttribute.of("epsilon", 0f)),
        scope.input(),
        model.floats(OnnxScope.each(affine.scale(), channels, 1), channels),
        model.floats(OnnxScope.each(affine.shift(), channels, 0), channels),
        model.floats(OnnxScope.each(affine.center(), channels, 0), channels),
        model.floats(OnnxScope.each(Floats.NONE, channels, 1), channels));
  }

  /** (value - center) · scale + shift for each channel of the node's result. */
  static String affine(Floats center, Floats scale, Floats shift, String value, OnnxScope scope) {
    String result = step("Sub", center, value, scope);
    result = step("Mul", scale, result, scope);
    return step("Add", shift, result, scope);
  }

  private static String step(String type, Floats constant, String value, OnnxScope scope) {
    return constant.isEmpty()
        ? value
        : scope.add(type, value, scope.perChannel(constant, scope.result()));
  }

  /** The inputs as one. */
  static String combined(Elementwise.Combination combination, OnnxScope scope) {
    String[] inputs = scope.inputs().toArray(String[]::new);
    return switch (combination) {
      case ADD -> scope.add("Sum", inputs);
      case SUBTRACT -> scope.add("Sub", inputs);
      case AVERAGE -> scope.add("Mean", inputs);
      case MAX -> scope.add("Max", inputs);
      case PRODUCT -> {
        String product = inputs[0];
        for (int i = 1; i < inputs.length; i++) {
          product = scope.add("Mul", product, inputs[i]);
        }
        yield product;
      }
    };
  }
}
