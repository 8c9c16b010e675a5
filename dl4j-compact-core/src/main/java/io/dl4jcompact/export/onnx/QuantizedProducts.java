package io.dl4jcompact.export.onnx;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Layers of integers as DequantizeLinear in front of the products' operands, which is how ONNX says
 * that a runtime may compute with the integers themselves.
 *
 * <p>Weights are unsigned bytes too, q + 128, since ONNX Runtime's sums of unsigned inputs and
 * signed weights saturate at 16 bits on x86 processors without VNNI.
 */
final class QuantizedProducts {

  private static final byte ZERO = (byte) Quantizers.UNSIGNED;

  private QuantizedProducts() {}

  static String of(Int8Convolution convolution, OnnxScope scope) {
    Op source = source(scope.graph(), scope.graph().node(scope.node().inputs().get(0)));
    if (!(convolution.epilogue() instanceof Epilogue.Real epilogue)) {
      throw scope.unsupported("a multiplication by integer and shift");
    }
    if (!(source instanceof QuantizeInt8 quantize)) {
      throw scope.unsupported("an input of integers that come from " + source);
    }
    Products products =
        new Products(
            convolution.window(),
            convolution.outputs(),
            convolution.groups(),
            convolution.groupChannels(scope.type()),
            scope);
    AffineQuantizer input = quantize.quantizer();
    String weights = weights(convolution, products, epilogue.scale(), input.scale());
    // Only what stands right behind a DequantizeLinear is computed with integers.
    String operand = Quantizers.floats(input, products.operand(scope.input()), scope);
    Floats bias = bias(convolution, epilogue);
    String sums =
        input.bits() == AffineQuantizer.MOST_BITS
            ? products.sums(operand, weights, bias)
            : biasedApart(products.sums(operand, weights, Floats.NONE), bias, scope);
    return Activations.of(epilogue.activation(), sums, scope);
  }

  /** What made the integers; copies of the same ones beside each other are such integers too. */
  private static Op source(Graph graph, Node node) {
    boolean copies = node.op() instanceof Concat && Set.copyOf(node.inputs()).size() == 1;
    return copies ? source(graph, graph.node(node.inputs().get(0))) : node.op();
  }

  /**
   * Integers of fewer bits are computed with as floats, since they are clamped; a bias of the
   * product's own would be rounded to an integer all the same.
   */
  private static String biasedApart(String sums, Floats bias, OnnxScope scope) {
    return Elements.affine(Floats.NONE, Floats.NONE, bias, sums, scope);
  }

  /**
   * Of fewer bits, they are multiplied by what leaves them bytes, and their scale divided by it:
   * ONNX Runtime rounds a bias to multiples of both scales' product, which would be coarse else.
   */
  private static String weights(
      Int8Convolution convolution, Products products, Floats scale, float inputScale) {
    OnnxModel model = products.scope().model();
    int outputs = convolution.outputs();
    byte[] integers = new byte[convolution.weights().length()];
    int each = integers.length / outputs;
    float[] scales = OnnxScope.each(scale, outputs, 1);
    for (int n = 0; n < outputs; n++) {
      int finer = finer(convolution.weights(), n * each, each);
      scales[n] /= inputScale * finer;
      for (int i = n * each; i < (n + 1) * each; i++) {
        int weight = convolution.weights().get(i) * finer;
        integers[products.channelsFirst(i)] = (byte) (weight + Quantizers.UNSIGNED);
      }
    }
    byte[] zeros = new byte[outputs];
    Arrays.fill(zeros, ZERO);
    return products
        .scope()
        .add(
            "DequantizeLinear",
            List.of(OnnxAttribute.of("axis", 0)),
            model.unsignedBytes(integers, products.weightShape()),
            model.floats(scales, outputs),
            model.unsignedBytes(zeros, outputs));
  }

  private static int finer(Bytes weights, int from, int count) {
    int greatest = 1;
    for (int i = from; i < from + count; i++) {
      greatest = Math.max(greatest, Math.abs(weights.get(i)));
    }
    return Math.max(1, Byte.MAX_VALUE / greatest);
  }

  /** In floats; a runtime that wants it as integers rounds it itself. */
  private static Floats bias(Int8Convolution convolution, Epilogue.Real epilogue) {
    if (convolution.bias().length() == 0) {
      return epilogue.shift();
    }
    float[] bias = new float[convolution.outputs()];
    for (int n = 0; n < bias.length; n++) {
      double own = (double) convolution.bias().get(n) * epilogue.scale().channel(n, 1);
      bias[n] = (float) (own + epilogue.shift().channel(n, 0));
    }
    return Floats.of(bias);
  }
}
