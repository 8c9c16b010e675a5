package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.IntegerEpilogue;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.MaskCode;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.Weights;

/** What an operation's constants take in a model file. */
final class ConstantSize {

  private ConstantSize() {}

  /** Bytes, whole bytes for bits; alignment and the file's own words are left out. */
  static long bytes(Op op) {
    if (op instanceof Convolution convolution) {
      return bytes(convolution.weights()) + bytes(convolution.epilogue());
    }
    if (op instanceof Int8Convolution convolution) {
      long bias = (long) convolution.bias().length() * Integer.BYTES;
      return bytes(convolution.weights()) + bias + bytes(convolution.epilogue());
    }
    if (op instanceof Affine affine) {
      long floats = affine.center().length() + affine.scale().length() + affine.shift().length();
      return floats * Float.BYTES;
    }
    if (op instanceof ChannelThreshold threshold) {
      return bytes((Epilogue) threshold);
    }
    return op instanceof Flip flip ? ofBits(flip.channels().length()) : 0;
  }

  private static long bytes(Weights weights) {
    long mask = weights instanceof Weights.Sparse sparse ? MaskCode.fileBits(sparse.mask()) : 0;
    return ofBits((long) weights.connected() * weights.bits()) + ofBits(mask);
  }

  private static long bytes(Bytes weights) {
    Mask mask = weights.nonZero();
    return mask.saves(Byte.SIZE)
        ? mask.count() + ofBits(MaskCode.fileBits(mask))
        : weights.length();
  }

  private static long bytes(IntegerEpilogue epilogue) {
    return epilogue instanceof Requantization requantization
        ? (requantization.multipliers().length() * 2L + requantization.offsets().length())
            * Integer.BYTES
        : bytes((Epilogue) epilogue);
  }

  private static long bytes(Epilogue epilogue) {
    if (epilogue instanceof Epilogue.Real real) {
      return (long) (real.scale().length() + real.shift().length()) * Float.BYTES;
    }
    if (epilogue instanceof Epilogue.Threshold threshold) {
      long limits = (long) threshold.limits().length() * width(threshold.limits());
      return limits + bytes(threshold.flips());
    }
    if (epilogue instanceof ChannelThreshold threshold) {
      return (long) threshold.limits().length() * Float.BYTES + bytes(threshold.flips());
    }
    throw new AssertionError(epilogue);
  }

  private static long bytes(Bits flips) {
    return flips.isZero() ? 0 : ofBits(flips.length());
  }

  /** Bytes that a file has for each limit. */
  private static int width(Ints limits) {
    int width = Byte.BYTES;
    for (int channel = 0; channel < limits.length(); channel++) {
      width = Math.max(width, width(limits.get(channel)));
    }
    return width;
  }

  /** The ends of a width stand for "always" and "never", so ordinary limits lie between them. */
  private static int width(int limit) {
    boolean isEnd = limit == Integer.MIN_VALUE || limit == Integer.MAX_VALUE;
    if (isEnd || limit > Byte.MIN_VALUE && limit < Byte.MAX_VALUE) {
      return Byte.BYTES;
    }
    return limit > Short.MIN_VALUE && limit < Short.MAX_VALUE ? Short.BYTES : Integer.BYTES;
  }

  private static long ofBits(long bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
