package io.dl4jcompact.export.onnx;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx;

/**
 * Dense layers and convolutions: Gemm where a window covers its map, Conv elsewhere.
 *
 * @param depth input channels of a group
 */
record Products(Window window, int outputs, int groups, int depth, OnnxScope scope) {

  /**
   * A scale goes into float weights; behind ±1 weights it stays apart, since their sums may be
   * exact.
   */
  static String of(Convolution convolution, OnnxScope scope) {
    if (!(convolution.epilogue() instanceof Epilogue.Real epilogue)) {
      throw scope.unsupported("a comparison of sums with limits");
    }
    Products products =
        new Products(
            convolution.window(),
            convolution.outputs(),
            convolution.groups(),
            convolution.groupChannels(scope.type()),
            scope);
    boolean scaled = convolution.weights() instanceof Weights.Real && !epilogue.scale().isEmpty();
    float[] weights = new float[convolution.weights().count()];
    for (int i = 0; i < weights.length; i++) {
      float scale = scaled ? epilogue.scale().channel(products.output(i), 1) : 1;
      weights[products.channelsFirst(i)] = convolution.weights().get(i) * scale;
    }
    boolean apart = !scaled && !epilogue.scale().isEmpty();
    String constant = scope.model().floats(weights, products.weightShape());
    String sums =
        products.sums(
            products.operand(scope.input()), constant, apart ? Floats.NONE : epilogue.shift());
    if (apart) {
      sums = Elements.affine(Floats.NONE, epilogue.scale(), epilogue.shift(), sums, scope);
    }
    return Activations.of(epilogue.activation(), sums, scope);
  }

  private boolean isDense() {
    return window.covers(scope.type()) && groups == 1;
  }

  /** The output of a weight [output][row][column][channel of the group]. */
  int output(int index) {
    return index / (window.taps() * depth);
  }

  /** Where such a weight goes in [output][channel of the group][row][column]. */
  int channelsFirst(int index) {
    int tap = index / depth % window.taps();
    return (output(index) * depth + index % depth) * window.taps() + tap;
  }

  long[] weightShape() {
    return isDense()
        ? new long[] {outputs, (long) window.taps() * depth}
        : new long[] {outputs, depth, window.kernelHeight(), window.kernelWidth()};
  }

  /**
   * The sums, with a bias.
   *
   * @param input an {@link #operand}
   * @param weights of {@link #weightShape}
   * @param bias none, one for all outputs, or one for each
   */
  String sums(String input, String weights, Floats bias) {
    List<String> operands = new ArrayList<>(List.of(input, weights));
    if (!bias.isEmpty()) {
      operands.add(scope.model().floats(OnnxScope.each(bias, outputs, 0), outputs));
    }
    String[] all = operands.toArray(String[]::new);
    if (isDense()) {
      return scope.add("Gemm", List.of(OnnxAttribute.of("transB", 1)), all);
    }
    List<Onnx.AttributeProto> attributes = new ArrayList<>(Shapes.window(window));
    attributes.add(Shapes.dilations(window));
    attributes.add(OnnxAttribute.of("group", groups));
    return scope.fromMap(scope.add("Conv", attributes, all));
  }

  /** An input of the scope's first type as the operation takes it: as a vector, or as a map. */
  String operand(String input) {
    boolean flat = isDense() && !scope.type().isVector();
    return flat ? scope.add("Flatten", input) : isDense() ? input : scope.map(input);
  }
}
