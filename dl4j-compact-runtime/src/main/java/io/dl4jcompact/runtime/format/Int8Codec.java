package io.dl4jcompact.runtime.format;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.IntegerEpilogue;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Requantization;

/** The operations of 8-bit integers. All that is read is checked by the types that it is for. */
final class Int8Codec {

  private static final int REAL = 1;
  private static final int REQUANTIZATION = 2;
  private static final int OFFSET_REQUANTIZATION = 3;

  private Int8Codec() {}

  static void writeQuantizer(AffineQuantizer quantizer, OpWriter to) {
    to.out().f32(quantizer.scale());
    to.i8(quantizer.zeroPoint());
    to.i8(quantizer.low());
    to.i8(quantizer.high());
  }

  static AffineQuantizer readQuantizer(OpReader from) throws ModelFormatException {
    return new AffineQuantizer(
        from.in().f32("scale"), from.i8("zero point"), from.i8("low"), from.i8("high"));
  }

  /**
   * @param sparse whether weights are written as {@link SparseBytes}
   */
  static void writeConvolution(Int8Convolution op, boolean sparse, OpWriter to)
      throws ModelFormatException {
    Attributes.writeWindow(op.window(), to);
    to.number("outputs", op.outputs());
    to.number("groups", op.groups());
    to.i8(op.inputZeroPoint());
    if (sparse) {
      SparseBytes.write(op.weights(), to);
    } else {
      to.bytes("weights", op.weights());
    }
    to.ints("bias", op.bias());
    writeEpilogue(op.epilogue(), to);
  }

  /** As {@link #writeConvolution}. */
  static Int8Convolution readConvolution(boolean sparse, OpReader from)
      throws ModelFormatException {
    return new Int8Convolution(
        Attributes.readWindow(from),
        from.number("outputs"),
        from.number("groups"),
        from.i8("zero point"),
        sparse ? SparseBytes.read(from) : from.bytes("weights"),
        from.ints("bias"),
        readEpilogue(from));
  }

  static void writeAdd(Int8Add op, OpWriter to) throws ModelFormatException {
    to.bytes("zero points", op.zeroPoints());
    to.ints("multipliers", op.multipliers());
    to.out().u8(op.shift());
    writeRange(op.range(), to);
  }

  static Int8Add readAdd(OpReader from) throws ModelFormatException {
    return new Int8Add(
        from.bytes("zero points"),
        from.ints("multipliers"),
        from.in().u8("shift"),
        readRange(from));
  }

  static void writeAveragePool(Int8AveragePool op, OpWriter to) throws ModelFormatException {
    Attributes.writeWindow(op.window(), to);
    Codes.POOLINGS.write(op.kind(), to.out());
    to.i8(op.inputZeroPoint());
    to.out().f32(op.scale());
    writeRange(op.range(), to);
  }

  static Int8AveragePool readAveragePool(OpReader from) throws ModelFormatException {
    return new Int8AveragePool(
        Attributes.readWindow(from),
        Codes.POOLINGS.read(from.in()),
        from.i8("zero point"),
        from.in().f32("scale"),
        readRange(from));
  }

  private static void writeEpilogue(IntegerEpilogue epilogue, OpWriter to)
      throws ModelFormatException {
    if (epilogue instanceof Epilogue.Real real) {
      to.out().u8(REAL);
      ConvolutionCodec.writeReal(real, to);
    } else if (epilogue instanceof Requantization requantization) {
      boolean offsets = requantization.offsets().length() != 0;
      to.out().u8(offsets ? OFFSET_REQUANTIZATION : REQUANTIZATION);
      to.ints("multipliers", requantization.multipliers());
      to.ints("shifts", requantization.shifts());
      if (offsets) {
        to.ints("offsets", requantization.offsets());
      }
      writeRange(requantization.range(), to);
    } else {
      throw new AssertionError("no code for " + epilogue.getClass());
    }
  }

  private static IntegerEpilogue readEpilogue(OpReader from) throws ModelFormatException {
    int kind = from.in().u8("kind of epilogue");
    return switch (kind) {
      case REAL -> ConvolutionCodec.readReal(from);
      case REQUANTIZATION -> {
        Ints multipliers = from.ints("multipliers");
        yield new Requantization(multipliers, from.ints("shifts"), readRange(from));
      }
      case OFFSET_REQUANTIZATION -> {
        Ints multipliers = from.ints("multipliers");
        Ints shifts = from.ints("shifts");
        yield new Requantization(multipliers, shifts, from.ints("offsets"), readRange(from));
      }
      default -> throw from.in().unknown("kind of epilogue is " + kind + ", expected 1..3");
    };
  }

  private static void writeRange(Int8Range range, OpWriter to) {
    to.i8(range.zeroPoint());
    to.i8(range.low());
    to.i8(range.high());
  }

  private static Int8Range readRange(OpReader from) throws ModelFormatException {
    return new Int8Range(from.i8("zero point"), from.i8("low"), from.i8("high"));
  }
}
