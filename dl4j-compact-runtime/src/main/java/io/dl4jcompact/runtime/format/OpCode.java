package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.ZeroPad;

/**
 * The table of operations: the code of each in files, which never changes, and how its attributes
 * are written and read, in the order in which docs/format.md lists them.
 */
@SuppressWarnings("ImmutableEnumChecker") // its functions have no state
enum OpCode {
  INPUT(1, Input.class, OpAttributes::writeInput, OpAttributes::readInput),
  CONVOLUTION(2, Convolution.class, ConvolutionCodec::write, ConvolutionCodec::read),
  AFFINE(3, Affine.class, OpAttributes::writeAffine, OpAttributes::readAffine),
  ACTIVATE(
      4,
      Activate.class,
      (op, to) -> Attributes.writeActivation(op.activation(), to.out()),
      from -> new Activate(Attributes.readActivation(from.in()))),
  SOFTMAX(5, Softmax.class, (op, to) -> {}, from -> new Softmax()),
  POOL(6, Pool.class, OpAttributes::writePool, OpAttributes::readPool),
  GLOBAL_POOL(
      7,
      GlobalPool.class,
      (op, to) -> Attributes.writePooling(op.pooling(), to),
      from -> new GlobalPool(Attributes.readPooling(from))),
  QUANTIZE(
      8,
      Quantize.class,
      (op, to) -> QuantizerCodec.write(op.quantizer(), to.out()),
      from -> new Quantize(QuantizerCodec.read(from.in()))),
  UNPACK(9, Unpack.class, (op, to) -> {}, from -> new Unpack()),
  FLIP(
      10,
      Flip.class,
      (op, to) -> to.bits("channels", op.channels()),
      from -> new Flip(from.bits("channels"))),
  FLATTEN(11, Flatten.class, (op, to) -> {}, from -> new Flatten()),
  UNFLATTEN(12, Unflatten.class, OpAttributes::writeUnflatten, OpAttributes::readUnflatten),
  CONCAT(13, Concat.class, (op, to) -> {}, from -> new Concat()),
  ELEMENTWISE(
      14,
      Elementwise.class,
      (op, to) -> Codes.COMBINATIONS.write(op.combination(), to.out()),
      from -> new Elementwise(Codes.COMBINATIONS.read(from.in()))),
  ZERO_PAD(15, ZeroPad.class, OpAttributes::writeZeroPad, OpAttributes::readZeroPad),
  UPSAMPLE(16, Upsample.class, OpAttributes::writeUpsample, OpAttributes::readUpsample),
  CHANNEL_THRESHOLD(
      17,
      ChannelThreshold.class,
      ConvolutionCodec::writeChannelThreshold,
      ConvolutionCodec::readChannelThreshold);

  /** Writes the attributes of one kind of operation. */
  interface Writer<T> {
    void write(T op, OpWriter to) throws ModelFormatException;
  }

  /** Reads what the writer wrote. */
  interface Reader {
    Op read(OpReader from) throws ModelFormatException;
  }

  private final int code;
  private final Class<? extends Op> type;
  private final Writer<Op> writer;
  private final Reader reader;

  <T extends Op> OpCode(int code, Class<T> type, Writer<T> writer, Reader reader) {
    this.code = code;
    this.type = type;
    this.writer = (op, to) -> writer.write(type.cast(op), to);
    this.reader = reader;
  }

  Class<? extends Op> type() {
    return type;
  }

  int code() {
    return code;
  }

  /** Writes the operation's code and attributes. */
  static void write(Op op, OpWriter to) throws ModelFormatException {
    for (OpCode entry : values()) {
      if (entry.type == op.getClass()) {
        to.out().u8(entry.code);
        entry.writer.write(op, to);
        return;
      }
    }
    throw new AssertionError("no code for " + op.getClass());
  }

  /** Reads an operation's code and attributes. */
  static Op read(OpReader from) throws ModelFormatException {
    int code = from.in().u8("operation");
    for (OpCode entry : values()) {
      if (entry.code == code) {
        return entry.readAttributes(from);
      }
    }
    throw from.in().unknown("operation " + code + " is not known, expected 1.." + values().length);
  }

  private Op readAttributes(OpReader from) throws ModelFormatException {
    try {
      return reader.read(from);
    } catch (IllegalArgumentException e) {
      throw from.in().error(e);
    }
  }
}
