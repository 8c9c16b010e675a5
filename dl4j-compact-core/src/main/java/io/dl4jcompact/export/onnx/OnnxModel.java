package io.dl4jcompact.export.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  public static final String BATCH = "batch";

  private static final int OPERATOR_SET = 13;

  /** What the protobuf format allows, less what is left for all but the constants. */
  private static final long MOST_CONSTANT_BYTES = Integer.MAX_VALUE - (64L << 20);

  private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
  private final Onnx.ModelProto.Builder model = Onnx.ModelProto.newBuilder();
  private final Set<String> names = new HashSet<>();
  private long constantBytes;

  /** A model without a node. */
  public OnnxModel() {
    this("graph");
  }

  /**
   * @param name what the graph calls itself; not empty
   */
  public OnnxModel(String name) {
    graph.setName(name);
  }

  /** Adds an input of floats. A size of -1 may differ from run to run. */
  public String input(String name, long... shape) {
    return input(name, Onnx.TensorProto.DataType.FLOAT, shape);
  }

  /** Adds an input of unsigned bytes. */
  public String byteInput(String name, long... shape) {
    return input(name, Onnx.TensorProto.DataType.UINT8, shape);
  }

  private String input(String name, Onnx.TensorProto.DataType type, long... shape) {
    String own = unique(name);
    graph.addInput(value(own, type, shape));
    return own;
  }

  /** Adds constant floats; without a shape, one number. */
  public String floats(float[] values, long... shape) {
    ByteBuffer bytes = littleEndian(values.length * (long) Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return constant(Onnx.TensorProto.DataType.FLOAT, bytes, shape);
  }

  /** Adds constant 64-bit integers, a vector. */
  public String longs(long... values) {
    ByteBuffer bytes = littleEndian(values.length * (long) Long.BYTES);
    bytes.asLongBuffer().put(values);
    return constant(Onnx.TensorProto.DataType.INT64, bytes, values.length);
  }

  /** Adds constant signed bytes. */
  public String bytes(byte[] values, long... shape) {
    return constant(Onnx.TensorProto.DataType.INT8, ByteBuffer.wrap(values), shape);
  }

  /** Adds constant unsigned bytes. */
  public String unsignedBytes(byte[] values, long... shape) {
    return constant(Onnx.TensorProto.DataType.UINT8, ByteBuffer.wrap(values), shape);
  }

  /** Adds a constant unsigned byte, one number. */
  public String unsignedByte(int value) {
    return unsignedBytes(new byte[] {(byte) value});
  }

  private static ByteBuffer littleEndian(long length) {
    return ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(Onnx.TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    constantBytes += bytes.capacity();
    if (constantBytes > MOST_CONSTANT_BYTES) {
      throw new IllegalArgumentException(
          "the weights take more than 2 GB, which no ONNX file without further files holds");
    }
    String name = unique("constant");
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes));
    Arrays.stream(shape).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  /** Adds an operation, named after its type. */
  public String node(String type, List<Onnx.AttributeProto> attributes, String... inputs) {
    return named(type, type, attributes, inputs);
  }

  /**
   * Adds an operation.
   *
   * @param wanted its name; a number is put behind one that is taken
   */
  public String named(
      String wanted, String type, List<Onnx.AttributeProto> attributes, String... inputs) {
    String name = unique(wanted);
    graph.addNode(
        Onnx.NodeProto.newBuilder()
            .setName(name)
            .setOpType(type)
            .addAllInput(List.of(inputs))
            .addOutput(name)
            .addAllAttribute(attributes));
    return name;
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + i;
    }
    return name;
  }

  /** Adds an output of floats. A size of -1 may differ from run to run. */
  public void output(String wanted, String value, long... shape) {
    String name = named(wanted, "Identity", List.of(), value);
    graph.addOutput(value(name, Onnx.TensorProto.DataType.FLOAT, shape));
  }

  /** Adds something that the model says of itself. */
  public void metadata(String key, String value) {
    model.addMetadataProps(Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value));
  }

  /** The model's bytes, with these values as further outputs, of any type and shape. */
  public byte[] toBytes(String... outputs) {
    for (String output : outputs) {
      graph.addOutput(Onnx.ValueInfoProto.newBuilder().setName(output));
    }
    return model
        .setIrVersion(Onnx.Version.IR_VERSION_VALUE)
        .setProducerName("dl4j-compact")
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
