package io.dl4jcompact.export.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/** Attributes of ONNX operations. */
public final class OnnxAttribute {

  /** None: what an operation does by default. */
  public static final List<Onnx.AttributeProto> NONE = List.of();

  private OnnxAttribute() {}

  /** An integer. */
  public static Onnx.AttributeProto of(String name, long value) {
    return builder(name, Onnx.AttributeProto.AttributeType.INT).setI(value).build();
  }

  /** A list of integers. */
  public static Onnx.AttributeProto list(String name, long... values) {
    Onnx.AttributeProto.Builder attribute = builder(name, Onnx.AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  /** A float. */
  static Onnx.AttributeProto of(String name, float value) {
    return builder(name, Onnx.AttributeProto.AttributeType.FLOAT).setF(value).build();
  }

  /** A text. */
  static Onnx.AttributeProto of(String name, String value) {
    return builder(name, Onnx.AttributeProto.AttributeType.STRING)
        .setS(ByteString.copyFrom(value, StandardCharsets.UTF_8))
        .build();
  }

  private static Onnx.AttributeProto.Builder builder(
      String name, Onnx.AttributeProto.AttributeType type) {
    return Onnx.AttributeProto.newBuilder().setName(name).setType(type);
  }
}
