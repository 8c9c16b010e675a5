package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.ZeroPad;

/**
 * The table of operations: the code of each in files, which never changes, and how its attributes
 * are written and read, in the order in which docs/format.md lists them.
 */
enum OpCode {
  INPUT(1, Input.class),
  CONVOLUTION(2, Convolution.class),
  AFFINE(3, Affine.class),
  ACTIVATE(4, Activate.class),
  SOFTMAX(5, Softmax.class),
  POOL(6, Pool.class),
  GLOBAL_POOL(7, GlobalPool.class),
  QUANTIZE(8, Quantize.class),
  UNPACK(9, Unpack.class),
  FLIP(10, Flip.class),
  FLATTEN(11, Flatten.class),
  UNFLATTEN(12, Unflatten.class),
  CONCAT(13, Concat.class),
  ELEMENTWISE(14, Elementwise.class),
  ZERO_PAD(15, ZeroPad.class),
  UPSAMPLE(16, Upsample.class),
  CHANNEL_THRESHOLD(17, ChannelThreshold.class),
  QUANTIZE_INT8(18, QuantizeInt8.class),
  DEQUANTIZE_INT8(19, DequantizeInt8.class),
  INT8_CONVOLUTION(20, Int8Convolution.class),
  INT8_ADD(21, Int8Add.class),
  INT8_AVERAGE_POOL(22, Int8AveragePool.class),
  SPARSE_INT8_CONVOLUTION(23, Int8Convolution.class);

  /** Kept, since each call of values() makes a copy. */
  private static final OpCode[] ALL = values();

  private static final int LAST_OF_1_0 = 17;
  private static final int LAST_OF_1_1 = 22;

  /** Sparse weights and offsets of requantisations came with 1.2. */
  private static final int SECOND_MINOR = 2;

  private final int code;
  private final Class<? extends Op> type;

  OpCode(int code, Class<? extends Op> type) {
    this.code = code;
    this.type = type;
  }

  Class<? extends Op> type() {
    return type;
  }

  int code() {
    return code;
  }

  /** The minor version of the format that the operation came with. */
  int minor() {
    if (code <= LAST_OF_1_0) {
      return 0;
    }
    return code <= LAST_OF_1_1 ? 1 : SECOND_MINOR;
  }

  /** The minor version of the format that has all that an operation uses. */
  private static int minor(Op op) {
    boolean sparse =
        op instanceof Convolution convolution && convolution.weights() instanceof Weights.Sparse;
    boolean offset =
        op instanceof Int8Convolution convolution
            && convolution.epilogue() instanceof Requantization requantization
            && requantization.offsets().length() != 0;
    return sparse || offset ? SECOND_MINOR : of(op).minor();
  }

  /** The minor version of the format that has all operations of a graph. */
  static int minor(Graph graph) {
    int minor = 0;
    for (Node node : graph.nodes()) {
      minor = Math.max(minor, minor(node.op()));
    }
    return minor;
  }

  private static OpCode of(Op op) {
    if (op instanceof Int8Convolution convolution && SparseBytes.isFor(convolution.weights())) {
      return SPARSE_INT8_CONVOLUTION;
    }
    for (OpCode entry : ALL) {
      if (entry.type == op.getClass()) {
        return entry;
      }
    }
    throw new AssertionError("no code for " + op.getClass());
  }

  /** Writes the operation's code and attributes. */
  static void write(Op op, OpWriter to) throws ModelFormatException {
    OpCode entry = of(op);
    to.out().u8(entry.code);
    entry.writeAttributes(op, to);
  }

  /** Reads an operation's code and attributes. */
  static Op read(OpReader from) throws ModelFormatException {
    int code = from.in().u8("operation");
    for (OpCode entry : ALL) {
      if (entry.code == code) {
        try {
          return entry.readAttributes(from);
        } catch (IllegalArgumentException e) {
          throw from.in().error(e);
        }
      }
    }
    throw from.in().unknown("operation " + code + " is not known, expected 1.." + ALL.length);
  }

  private void writeAttributes(Op op, OpWriter to) throws ModelFormatException {
    switch (this) {
      case INPUT -> OpAttributes.writeInput((Input) op, to);
      case CONVOLUTION -> ConvolutionCodec.write((Convolution) op, to);
      case AFFINE -> OpAttributes.writeAffine((Affine) op, to);
      case ACTIVATE -> Attributes.writeActivation(((Activate) op).activation(), to.out());
      case POOL -> OpAttributes.writePool((Pool) op, to);
      case GLOBAL_POOL -> Attributes.writePooling(((GlobalPool) op).pooling(), to);
      case QUANTIZE -> QuantizerCodec.write(((Quantize) op).quantizer(), to.out());
      case FLIP -> to.bits("channels", ((Flip) op).channels());
      case UNFLATTEN -> OpAttributes.writeUnflatten((Unflatten) op, to);
      case ELEMENTWISE -> Codes.COMBINATIONS.write(((Elementwise) op).combination(), to.out());
      case ZERO_PAD -> OpAttributes.writeZeroPad((ZeroPad) op, to);
      case UPSAMPLE -> OpAttributes.writeUpsample((Upsample) op, to);
      case CHANNEL_THRESHOLD -> ConvolutionCodec.writeChannelThreshold((ChannelThreshold) op, to);
      case QUANTIZE_INT8 -> Int8Codec.writeQuantizer(((QuantizeInt8) op).quantizer(), to);
      case DEQUANTIZE_INT8 -> Int8Codec.writeQuantizer(((DequantizeInt8) op).quantizer(), to);
      case INT8_CONVOLUTION -> Int8Codec.writeConvolution((Int8Convolution) op, false, to);
      case SPARSE_INT8_CONVOLUTION -> Int8Codec.writeConvolution((Int8Convolution) op, true, to);
      case INT8_ADD -> Int8Codec.writeAdd((Int8Add) op, to);
      case INT8_AVERAGE_POOL -> Int8Codec.writeAveragePool((Int8AveragePool) op, to);
      case SOFTMAX, UNPACK, FLATTEN, CONCAT -> {
        // These have no attributes.
      }
    }
  }

  private Op readAttributes(OpReader from) throws ModelFormatException {
    return switch (this) {
      case INPUT -> OpAttributes.readInput(from);
      case CONVOLUTION -> ConvolutionCodec.read(from);
      case AFFINE -> OpAttributes.readAffine(from);
      case ACTIVATE -> new Activate(Attributes.readActivation(from.in()));
      case SOFTMAX -> new Softmax();
      case POOL -> OpAttributes.readPool(from);
      case GLOBAL_POOL -> new GlobalPool(Attributes.readPooling(from));
      case QUANTIZE -> new Quantize(QuantizerCodec.read(from.in()));
      case UNPACK -> new Unpack();
      case FLIP -> new Flip(from.bits("channels"));
      case FLATTEN -> new Flatten();
      case UNFLATTEN -> OpAttributes.readUnflatten(from);
      case CONCAT -> new Concat();
      case ELEMENTWISE -> new Elementwise(Codes.COMBINATIONS.read(from.in()));
      case ZERO_PAD -> OpAttributes.readZeroPad(from);
      case UPSAMPLE -> OpAttributes.readUpsample(from);
      case CHANNEL_THRESHOLD -> ConvolutionCodec.readChannelThreshold(from);
      case QUANTIZE_INT8 -> new QuantizeInt8(Int8Codec.readQuantizer(from));
      case DEQUANTIZE_INT8 -> new DequantizeInt8(Int8Codec.readQuantizer(from));
      case INT8_CONVOLUTION -> Int8Codec.readConvolution(false, from);
      case SPARSE_INT8_CONVOLUTION -> Int8Codec.readConvolution(true, from);
      case INT8_ADD -> Int8Codec.readAdd(from);
      case INT8_AVERAGE_POOL -> Int8Codec.readAveragePool(from);
    };
  }
}
