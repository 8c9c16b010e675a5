package io.dl4jcompact.export.onnx;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.quantizer.OneBitQuantizer;

/** Quantisers and their inverses. */
final class Quantizers {

  /** What is added to an 8-bit integer. */
  static final int UNSIGNED = 128;

  private static final int LEAST = 0;
  private static final int GREATEST = 255;

  private Quantizers() {}

  /** Floats to the two numbers that bits stand for. */
  static String bits(OneBitQuantizer quantizer, OnnxScope scope) {
    String below = scope.add("Less", scope.input(), scope.number(quantizer.threshold()));
    return scope.add(
        "Where", below, scope.number(quantizer.lower()), scope.number(quantizer.upper()));
  }

  /** Floats to unsigned bytes. The integers of fewer bits are clamped to theirs behind that. */
  static String integers(AffineQuantizer quantizer, OnnxScope scope) {
    String integers =
        scope.add(
            "QuantizeLinear",
            scope.input(),
            scope.number(quantizer.scale()),
            scope.model().unsignedByte(quantizer.zeroPoint() + UNSIGNED));
    int low = quantizer.low() + UNSIGNED;
    int high = quantizer.high() + UNSIGNED;
    return low == LEAST && high == GREATEST
        ? integers
        : scope.add(
            "Clip", integers, scope.model().unsignedByte(low), scope.model().unsignedByte(high));
  }

  /** The numbers that unsigned bytes stand for. */
  static String floats(AffineQuantizer quantizer, String integers, OnnxScope scope) {
    return scope.add(
        "DequantizeLinear",
        integers,
        scope.number(quantizer.scale()),
        scope.model().unsignedByte(quantizer.zeroPoint() + UNSIGNED));
  }
}
