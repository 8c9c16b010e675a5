package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.MaskCode;
import io.dl4jcompact.runtime.graph.Weights;

/** Weights: all of them, or a mask and those that are connected. */
final class WeightsCodec {

  private static final int REAL = 1;
  private static final int SIGNS = 2;
  private static final int SPARSE = 3;

  private static final int BITMAP = 1;
  private static final int GAPS = 2;

  private WeightsCodec() {}

  static void write(Weights weights, OpWriter to) throws ModelFormatException {
    if (weights instanceof Weights.Real real) {
      to.out().u8(REAL);
      to.floats("weights", real.values());
    } else if (weights instanceof Weights.Signs signs) {
      to.out().u8(SIGNS);
      to.bits("weights", signs.signs());
    } else if (weights instanceof Weights.Sparse sparse) {
      to.out().u8(SPARSE);
      writeMask(sparse.mask(), to);
      write(sparse.values(), to);
    } else {
      throw new AssertionError("no code for " + weights.getClass());
    }
  }

  static Weights read(OpReader from) throws ModelFormatException {
    int kind = from.in().u8("kind of weights");
    if (kind == SPARSE) {
      Mask mask = readMask(from);
      return new Weights.Sparse(mask, readValues(from, from.in().u8("kind of values")));
    }
    return readValues(from, kind);
  }

  private static Weights readValues(OpReader from, int kind) throws ModelFormatException {
    return switch (kind) {
      case REAL -> new Weights.Real(from.floats("weights"));
      case SIGNS -> new Weights.Signs(from.bits("weights"));
      default -> throw from.in().unknown("kind of weights is " + kind + ", expected 1..3");
    };
  }

  static void writeMask(Mask mask, OpWriter to) throws ModelFormatException {
    try {
      to.masks().take(mask.length());
    } catch (IllegalArgumentException e) {
      throw ByteSink.unwritable(e.getMessage());
    }
    MaskCode code = MaskCode.of(mask);
    if (code.bits() >= mask.length()) {
      to.out().u8(BITMAP);
      to.bits("mask", mask.bits());
      return;
    }
    to.out().u8(GAPS);
    to.number("length of mask", mask.length());
    to.out().u8(code.blockLog());
    to.out().u8(code.connected() ? 1 : 0);
    to.out().u8(code.low());
    to.bits("gaps of mask", code.encode(mask));
  }

  /**
   * @throws IllegalArgumentException if there are more positions than masks may have, or the codes
   *     are not those of a mask
   */
  static Mask readMask(OpReader from) throws ModelFormatException {
    int form = from.in().u8("form of mask");
    return switch (form) {
      case BITMAP -> readBitmap(from);
      case GAPS -> readGaps(from);
      default -> throw from.in().unknown("form of mask is " + form + ", expected 1 or 2");
    };
  }

  private static Mask readBitmap(OpReader from) throws ModelFormatException {
    Bits bits = from.bits("mask");
    from.masks().take(bits.length());
    Mask mask = Mask.of(bits);
    if (MaskCode.of(mask).bits() < mask.length()) {
      throw from.in().error("the mask is written as a bitmap, gaps would be shorter");
    }
    return mask;
  }

  private static Mask readGaps(OpReader from) throws ModelFormatException {
    int length = from.number("length of mask");
    from.masks().take(length);
    int blockLog = from.in().u8("block of mask");
    int connected = from.in().u8("kind of gaps");
    int low = from.in().u8("low bits of gaps");
    if (blockLog > MaskCode.MOST_BLOCK_LOG || length % (1 << blockLog) != 0) {
      throw from.in().error("blocks of 2^" + blockLog + " do not divide " + length + " positions");
    }
    if (connected > 1 || low > MaskCode.MOST_LOW) {
      throw from.in()
          .error(
              "kind and low bits of gaps are "
                  + connected
                  + " and "
                  + low
                  + ", expected 0..1, 0..30");
    }
    Bits codes = from.bits("gaps of mask");
    MaskCode code = new MaskCode(blockLog, connected == 1, low, codes.length());
    Mask mask = code.decode(codes, length);
    if (!code.equals(MaskCode.of(mask)) || codes.length() >= length) {
      throw from.in().error("the mask is not written in its shortest form");
    }
    return mask;
  }
}
