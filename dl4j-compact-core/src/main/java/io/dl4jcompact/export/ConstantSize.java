package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Op;

/** What an operation's constants take in a model. */
final class ConstantSize {

  private ConstantSize() {}

  /** Bytes, whole bytes for bits; alignment and the file's own words are left out. */
  static long bytes(Op op) {
    if (op instanceof Convolution convolution) {
      long weights = (long) convolution.weights().count() * convolution.weights().bits();
      return ofBits(weights) + bytes(convolution.epilogue());
    }
    if (op instanceof Affine affine) {
      long floats = affine.center().length() + affine.scale().length() + affine.shift().length();
      return floats * Float.BYTES;
    }
    return op instanceof Flip flip ? ofBits(flip.channels().length()) : 0;
  }

  private static long bytes(Epilogue epilogue) {
    if (epilogue instanceof Epilogue.Real real) {
      return (long) (real.scale().length() + real.shift().length()) * Float.BYTES;
    }
    if (epilogue instanceof Epilogue.Threshold threshold) {
      return (long) threshold.limits().length() * Integer.BYTES
          + ofBits(threshold.flips().length());
    }
    throw new AssertionError(epilogue);
  }

  private static long ofBits(long bits) {
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }
}
