package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.onnx.OnnxSession;
import io.dl4jcompact.export.onnx.OnnxAttribute;
import io.dl4jcompact.export.onnx.OnnxModel;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx;

/** A product by ONNX Runtime, on floats or on bytes (inputs unsigned, weights signed). */
final class OnnxProduct {

  private static final List<Onnx.AttributeProto> PADDING =
      List.of(OnnxAttribute.list("pads", 1, 1, 1, 1));

  /** The zero of a quantised result. */
  private static final int ZERO = 128;

  private OnnxProduct() {}

  /** MatMul or Conv on floats; sums come out as [rows, outputs], or channels first. */
  static OnnxSession floats(Operands operands) {
    Product product = operands.product();
    OnnxModel model = new OnnxModel();
    if (product.isConvolution()) {
      return convolution(operands, model, floatConvolution(operands, model));
    }
    String input = model.input("input", product.batch(), product.depth());
    String weights =
        model.floats(floats(operands.weightsOutputsLast()), product.depth(), product.outputs());
    String sums = model.node("MatMul", OnnxAttribute.NONE, input, weights);
    return OnnxSession.of(
        model.toBytes(sums), floats(operands.inputs()), product.batch(), product.depth());
  }

  /**
   * Conv, a BatchNormalization that subtracts the given means, Relu, which ONNX Runtime fuses;
   * channels first.
   */
  static OnnxSession layer(Operands operands, float[] means) {
    OnnxModel model = new OnnxModel();
    float[] ones = new float[means.length];
    Arrays.fill(ones, 1);
    String normalised =
        model.node(
            "BatchNormalization",
            OnnxAttribute.NONE,
            floatConvolution(operands, model),
            model.floats(ones, means.length),
            model.floats(new float[means.length], means.length),
            model.floats(means, means.length),
            model.floats(ones, means.length));
    return convolution(operands, model, model.node("Relu", OnnxAttribute.NONE, normalised));
  }

  private static String floatConvolution(Operands operands, OnnxModel model) {
    Product product = operands.product();
    String input = model.input("input", inputShape(product));
    String weights = model.floats(floats(operands.weightsChannelsFirst()), weightShape(product));
    return model.node("Conv", PADDING, input, weights);
  }

  private static OnnxSession convolution(Operands operands, OnnxModel model, String output) {
    return OnnxSession.of(
        model.toBytes(output),
        floats(operands.inputsChannelsFirst()),
        inputShape(operands.product()));
  }

  /** MatMulInteger for a dense layer: sums come out as 32-bit integers, [rows, outputs]. */
  static OnnxSession integers(Operands operands) {
    Product product = operands.product();
    OnnxModel model = new OnnxModel();
    String input = model.byteInput("input", product.batch(), product.depth());
    String weights = model.bytes(operands.weightsOutputsLast(), product.depth(), product.outputs());
    String sums = model.node("MatMulInteger", OnnxAttribute.NONE, input, weights);
    return OnnxSession.of(model.toBytes(sums), operands.inputs(), product.batch(), product.depth());
  }

  /**
   * QLinearConv, which is many times faster than ConvInteger: sums come out as {@link #quantised},
   * channels first.
   *
   * @param step what a result's steps are worth
   */
  static OnnxSession bytes(Operands operands, int step) {
    Product product = operands.product();
    OnnxModel model = new OnnxModel();
    String input = model.byteInput("input", inputShape(product));
    String one = model.floats(new float[] {1});
    String result =
        model.node(
            "QLinearConv",
            PADDING,
            input,
            one,
            model.unsignedByte(0),
            model.bytes(operands.weightsChannelsFirst(), weightShape(product)),
            one,
            model.bytes(new byte[1]),
            model.floats(new float[] {step}),
            model.unsignedByte(ZERO));
    return OnnxSession.of(
        model.toBytes(result), operands.inputsChannelsFirst(), inputShape(product));
  }

  /** What QLinearConv makes of a sum. */
  static byte quantised(float sum, int step) {
    return (byte) Math.max(0, Math.min(255, (int) Math.rint(sum / step) + ZERO));
  }

  private static long[] inputShape(Product product) {
    int size = product.type().height();
    return new long[] {product.batch(), product.type().channels(), size, size};
  }

  private static long[] weightShape(Product product) {
    int kernel = product.window().kernelHeight();
    return new long[] {product.outputs(), product.type().channels(), kernel, kernel};
  }

  private static float[] floats(byte[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = values[i];
    }
    return floats;
  }
}
