package io.dl4jcompact.benchmarks.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/**
 * A model in ONNX's format, written node by node; a value is called by the name that the method
 * which adds it returns.
 *
 * <p>The messages are those that {@code nd4j-api} brings.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/Operators.md">ONNX operators</a>
 */
public final class OnnxModel {

  /** What a size that may differ from run to run is called. */
  static final String BATCH = "batch";

  private static final int OPERATOR_SET = 13;

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder().setName("graph");

  /** Adds an input of floats. A size of -1 may differ from run to run. */
  public String input(String name, long... shape) {
    return input(name, Onnx.TensorProto.DataType.FLOAT, shape);
  }

  /** Adds an input of unsigned bytes. */
  public String byteInput(String name, long... shape) {
    return input(name, Onnx.TensorProto.DataType.UINT8, shape);
  }

  private String input(String name, Onnx.TensorProto.DataType type, long... shape) {
    graph.addInput(value(name, type, shape));
    return name;
  }

  /** Adds constant floats. */
  public String floats(float[] values, long... shape) {
    ByteBuffer bytes = littleEndian(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(Onnx.TensorProto.DataType.FLOAT, bytes, shape);
  }

  /** Adds constant signed bytes. */
  public String bytes(byte[] values, long... shape) {
    return constant(Onnx.TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
  }

  /** Adds a constant unsigned byte. */
  public String unsignedByte(int value) {
    return constant(Onnx.TensorProto.DataType.UINT8, ByteBuffer.wrap(new byte[] {(byte) value}));
  }

  private static ByteBuffer littleEndian(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(Onnx.TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    String name = "constant" + graph.getInitializerCount();
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds an operation with integer attributes. */
  public String node(String type, Map<String, long[]> attributes, String... inputs) {
    String name = type + graph.getNodeCount();
    Onnx.NodeProto.Builder node =
        Onnx.NodeProto.newBuilder()
            .setName(name)
            .setOpType(type)
            .addAllInput(List.of(inputs))
            .addOutput(name);
    attributes.forEach((key, values) -> node.addAttribute(attribute(key, values)));
    graph.addNode(node);
    return name;
  }

  private static Onnx.AttributeProto attribute(String name, long... values) {
    Onnx.AttributeProto.Builder attribute = Onnx.AttributeProto.newBuilder().setName(name);
    if (values.length == 1) {
      return attribute.setType(Onnx.AttributeProto.AttributeType.INT).setI(values[0]).build();
    }
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.setType(Onnx.AttributeProto.AttributeType.INTS).build();
  }

  /** The model's bytes, with outputs of any type and shape. */
  public byte[] toBytes(String... outputs) {
    for (String output : outputs) {
      graph.addOutput(Onnx.ValueInfoProto.newBuilder().setName(output));
    }
    return Onnx.ModelProto.newBuilder()
        .setIrVersion(Onnx.Version.IR_VERSION_VALUE)
        .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static Onnx.ValueInfoProto value(
      String name, Onnx.TensorProto.DataType type, long... shape) {
    Onnx.TensorShapeProto.Builder dimensions = Onnx.TensorShapeProto.newBuilder();
    for (long size : shape) {
      Onnx.TensorShapeProto.Dimension.Builder dimension =
          Onnx.TensorShapeProto.Dimension.newBuilder();
      dimensions.addDim(size < 0 ? dimension.setDimParam(BATCH) : dimension.setDimValue(size));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions)))
        .build();
  }
}
