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
  CHANNEL_THRESHOLD(17, ChannelThreshold.class);

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

  /** Writes the operation's code and attributes. */
  static void write(Op op, OpWriter to) throws ModelFormatException {
    for (OpCode entry : values()) {
      if (entry.type == op.getClass()) {
        to.out().u8(entry.code);
        entry.writeAttributes(op, to);
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
        try {
          return entry.readAttributes(from);
        } catch (IllegalArgumentException e) {
          throw from.in().error(e);
        }
      }
    }
    throw from.in().unknown("operation " + code + " is not known, expected 1.." + values().length);
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
    };
  }
}
