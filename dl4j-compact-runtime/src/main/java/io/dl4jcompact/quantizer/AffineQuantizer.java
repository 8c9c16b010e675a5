package io.dl4jcompact.quantizer;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Floats to integers of 2 to 8 bits by a scale s and a zero point z.
 *
 * <pre>
 * q(x) = clamp(rint(x / s) + z, low, high)      value of q: (q - z) · s
 * straight-through gradient: 1 where low ≤ rint(x / s) + z ≤ high, else 0
 * </pre>
 *
 * <p>x / s and the value are each rounded once, to a float; rint rounds to the nearest integer, and
 * halves to the even one. NaN becomes z, the integer of 0, and passes no gradient; infinite values
 * become low or high. 0 is always represented exactly.
 *
 * <p>No {@link Quantizer}, since those are what one-bit layers can be given, and none of these
 * takes more than one bit.
 *
 * @param scale s, finite and at least {@link Float#MIN_NORMAL}, in units of x
 * @param zeroPoint z, the integer of x = 0; in [low, high]
 * @param low least integer; all of them are in [-128, 127] or all in [0, 255]
 * @param high greatest integer, more than low
 */
public record AffineQuantizer(float scale, int zeroPoint, int low, int high)
    implements Serializable {

  /** The most bits that an integer may take. */
  public static final int MOST_BITS = 8;

  private static final int LEAST_BITS = 2;
  private static final int SIGNED = 128;

  /** Apart, since a model that is read has no text forms and should start soon. */
  private static final class Spec {
    static final Pattern FORM =
        Pattern.compile("affine\\(([^,()]*),([^,()]*),([^,()]*),([^,()]*)\\)");
  }

  /**
   * @throws IllegalArgumentException if the scale is not positive and finite, the range is empty or
   *     takes more than 8 bits, or the zero point is outside of it
   */
  public AffineQuantizer {
    if (!(scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "AffineQuantizer: scale must be finite and at least "
              + Float.MIN_NORMAL
              + ", got "
              + scale);
    }
    boolean signed = low >= Byte.MIN_VALUE && high <= Byte.MAX_VALUE;
    boolean unsigned = low >= 0 && high <= 255;
    if (low >= high || !signed && !unsigned) {
      throw new IllegalArgumentException(
          "AffineQuantizer: low and high must rise within [-128, 127] or [0, 255], got "
              + low
              + " and "
              + high);
    }
    if (zeroPoint < low || zeroPoint > high) {
      throw new IllegalArgumentException(
          "AffineQuantizer: zeroPoint must be in [low, high] = [%s, %s], got %s"
              .formatted(low, high, zeroPoint));
    }
  }

  /**
   * Zero point 0 and the integers [-m, m] with m = 2^(bits - 1) - 1, which is 127 for 8 bits; s =
   * maxAbs / m. Where that is below {@link Float#MIN_NORMAL}, s is 1.
   *
   * @param bits 2..8
   * @param maxAbs the greatest magnitude to be represented, finite and at least 0
   * @throws IllegalArgumentException if either is not
   */
  public static AffineQuantizer symmetric(int bits, float maxAbs) {
    requireBits(bits);
    if (!(maxAbs >= 0 && maxAbs <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "AffineQuantizer: maxAbs must be finite and at least 0, got " + maxAbs);
    }
    int most = (1 << bits - 1) - 1;
    return new AffineQuantizer(scale(maxAbs, most), 0, -most, most);
  }

  /**
   * The integers [0, m] with m = 2^bits - 1, which is 255 for 8 bits, over the range of x widened
   * to contain 0: s = (max - min) / m and z = rint(-min / s). Where s would be below {@link
   * Float#MIN_NORMAL}, it is 1.
   *
   * @param bits 2..8
   * @param min the least value to be represented, finite
   * @param max the greatest one, finite and at least min
   * @throws IllegalArgumentException if an argument is not as said
   */
  public static AffineQuantizer asymmetric(int bits, float min, float max) {
    requireBits(bits);
    if (!(min >= -Float.MAX_VALUE && min <= max && max <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "AffineQuantizer: min and max must be finite and rise, got " + min + " and " + max);
    }
    int most = (1 << bits) - 1;
    double least = Math.min(min, 0);
    float scale = scale(Math.max(max, 0) - least, most);
    int zeroPoint = (int) Math.min(most, Math.rint(-least / scale));
    return new AffineQuantizer(scale, zeroPoint, 0, most);
  }

  private static void requireBits(int bits) {
    if (bits < LEAST_BITS || bits > MOST_BITS) {
      throw new IllegalArgumentException(
          "AffineQuantizer: bits must be in %s..%s, got %s".formatted(LEAST_BITS, MOST_BITS, bits));
    }
  }

  private static float scale(double range, int steps) {
    float scale = (float) (range / steps);
    return scale >= Float.MIN_NORMAL ? scale : 1;
  }

  /** The integer of x, in [low, high]. */
  public int quantize(float x) {
    float steps = (float) Math.rint(x / scale);
    // The cast makes NaN 0.
    return zeroPoint + (int) Math.max(low - zeroPoint, Math.min(high - zeroPoint, steps));
  }

  /** The value of an integer: (q - z) · s. */
  public float dequantize(int q) {
    return (q - zeroPoint) * scale;
  }

  /** The value of x's integer: what training computes with. */
  public float value(float x) {
    return dequantize(quantize(x));
  }

  /** The straight-through gradient: 1 where x is inside of the range, else 0. */
  public float gradient(float x) {
    double steps = Math.rint(x / scale);
    return steps >= low - zeroPoint && steps <= high - zeroPoint ? 1 : 0;
  }

  /**
   * The same rule by integers in [-128, 127], as models hold them: those of [0, 255] less 128.
   * Values and gradients are unchanged.
   */
  public AffineQuantizer signed() {
    return high <= Byte.MAX_VALUE
        ? this
        : new AffineQuantizer(scale, zeroPoint - SIGNED, low - SIGNED, high - SIGNED);
  }

  /** Bits that an integer takes. */
  public int bits() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(high - low);
  }

  /** Text form, for example {@code affine(0.5, 0, -127, 127)}; {@link #parse} is its inverse. */
  public String spec() {
    return "affine(" + scale + ", " + zeroPoint + ", " + low + ", " + high + ")";
  }

  /**
   * The quantiser of a text form.
   *
   * @throws IllegalArgumentException if it is none; the message quotes it
   */
  public static AffineQuantizer parse(String spec) {
    Matcher matcher = Spec.FORM.matcher(Objects.requireNonNull(spec, "spec").strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "unknown quantiser '" + spec + "', expected affine(scale, zeroPoint, low, high)");
    }
    return new AffineQuantizer(
        Numbers.parseFloat(spec, "scale", matcher.group(1)),
        Numbers.parseInt(spec, "zeroPoint", matcher.group(2)),
        Numbers.parseInt(spec, "low", matcher.group(3)),
        Numbers.parseInt(spec, "high", matcher.group(4)));
  }
}
