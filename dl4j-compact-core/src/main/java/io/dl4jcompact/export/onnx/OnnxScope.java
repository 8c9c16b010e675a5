package io.dl4jcompact.export.onnx;

import io.dl4jcompact.export.ExportException;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.List;
import onnx.Onnx;

/**
 * One node of a graph on its way into a model.
 *
 * <p>A value of one position is {@code [batch, channels]} there, any other {@code [batch, channels,
 * height, width]}.
 *
 * @param inputs what the model calls the values that the node takes, in order
 */
record OnnxScope(OnnxModel model, Graph graph, Node node, List<String> inputs) {

  /** The first input. */
  String input() {
    return inputs.get(0);
  }

  /** The type of the first input. */
  TensorType type() {
    return graph.inputTypes(node).get(0);
  }

  /** The type of the node's result. */
  TensorType result() {
    return graph.type(node.name());
  }

  /** The shape of a value of such a type, of any batch. */
  static long[] shape(TensorType type) {
    return type.isVector()
        ? new long[] {-1, type.channels()}
        : new long[] {-1, type.channels(), type.height(), type.width()};
  }

  /** The first input with four dimensions, also where it is of one position. */
  String map() {
    return map(input());
  }

  /** A value of the first input's type with four dimensions. */
  String map(String value) {
    // 0 keeps a size.
    return type().isVector() ? add("Reshape", value, model.longs(0, 0, 1, 1)) : value;
  }

  /** A value of four dimensions as the node's result. */
  String fromMap(String value) {
    return result().isVector() ? add("Flatten", value) : value;
  }

  /** Adds an operation that is named after the node. */
  String add(String type, List<Onnx.AttributeProto> attributes, String... operands) {
    return model.named(node.name() + "/" + type, type, attributes, operands);
  }

  /** Adds an operation without attributes. */
  String add(String type, String... operands) {
    return add(type, OnnxAttribute.NONE, operands);
  }

  /** Adds a constant number. */
  String number(double value) {
    return model.floats(new float[] {(float) value});
  }

  /** A constant for each channel of such a type, as it is to be broadcast. */
  String perChannel(Floats values, TensorType type) {
    float[] each = each(values, type.channels(), 0);
    return type.isVector()
        ? model.floats(each, each.length)
        : model.floats(each, each.length, 1, 1);
  }

  /** A value for each channel, of as many, of one, or of none. */
  static float[] each(Floats values, int channels, float absent) {
    float[] each = new float[channels];
    for (int channel = 0; channel < channels; channel++) {
      each[channel] = values.channel(channel, absent);
    }
    return each;
  }

  /** An exception that names the layer. */
  ExportException unsupported(String what) {
    return new ExportException(
        "layer '" + node.layer() + "': " + what + " cannot be written as ONNX");
  }
}
