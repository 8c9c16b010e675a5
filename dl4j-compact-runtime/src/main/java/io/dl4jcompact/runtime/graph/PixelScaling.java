package io.dl4jcompact.runtime.graph;

import java.util.Objects;

/**
 * How an 8-bit pixel x, from 0 to 255, becomes a network's input:
 *
 * <pre>y = (x - center) / divisor · scale + shift</pre>
 *
 * <p>in float arithmetic, in this order, an absent part left out. With a divisor of 255 it is what
 * Deeplearning4j's ImagePreProcessingScaler computes, with a center and a divisor for each channel
 * what its NormalizerStandardize computes, bit for bit.
 *
 * @param center absent, one for all channels, or one a channel; likewise the others
 * @param divisor without 0
 */
public record PixelScaling(Floats center, Floats divisor, Floats scale, Floats shift) {

  /** Pixels as they are: y = x. */
  public static final PixelScaling NONE = dividedBy(Floats.NONE);

  /** Values of a pixel. */
  public static final int LEVELS = 256;

  /** The most channels that can have a scaling each. */
  public static final int MOST_CHANNELS = 16_384;

  /**
   * @throws IllegalArgumentException if a value is NaN or infinite, or a divisor is 0
   */
  public PixelScaling {
    requireFinite("center", center);
    requireFinite("divisor", divisor);
    requireFinite("scale", scale);
    requireFinite("shift", shift);
    for (int i = 0; i < divisor.length(); i++) {
      if (divisor.get(i) == 0) {
        throw new IllegalArgumentException("divisor " + i + " of a pixel scaling is 0");
      }
    }
  }

  /** y = x / divisor, for example 255 for inputs from 0 to 1. */
  public static PixelScaling dividedBy(float divisor) {
    return dividedBy(Floats.of(divisor));
  }

  private static PixelScaling dividedBy(Floats divisor) {
    return new PixelScaling(Floats.NONE, divisor, Floats.NONE, Floats.NONE);
  }

  private static void requireFinite(String what, Floats values) {
    Objects.requireNonNull(values, what);
    if (!values.allFinite()) {
      throw new IllegalArgumentException(
          what + " of a pixel scaling has a NaN or infinite value: " + values);
    }
  }

  /** The input that a pixel becomes. */
  public float apply(int channel, int pixel) {
    float centered = pixel - center.channel(channel, 0);
    float scaled = centered / divisor.channel(channel, 1) * scale.channel(channel, 1);
    return shift.isEmpty() ? scaled : scaled + shift.channel(channel, 0);
  }

  /** Scalings that differ: as many as there are channels, or 1 for all. */
  public int count() {
    return Math.max(
        1,
        Math.max(
            Math.max(center.length(), divisor.length()), Math.max(scale.length(), shift.length())));
  }

  /**
   * @throws IllegalArgumentException if a part has neither no value, nor one, nor one a channel, or
   *     a pixel would become infinite
   */
  void requireFor(int channels) {
    Inputs.requirePerChannel("center of pixels", center.length(), channels);
    Inputs.requirePerChannel("divisor of pixels", divisor.length(), channels);
    Inputs.requirePerChannel("scale of pixels", scale.length(), channels);
    Inputs.requirePerChannel("shift of pixels", shift.length(), channels);
    if (count() > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "pixels of at most "
              + MOST_CHANNELS
              + " channels can be scaled differently, got "
              + count());
    }
    for (int channel = 0; channel < count(); channel++) {
      // Every step is monotonous, so the values between are finite if those at the ends are.
      float first = apply(channel, 0);
      float last = apply(channel, LEVELS - 1);
      if (!Float.isFinite(first) || !Float.isFinite(last)) {
        throw new IllegalArgumentException(
            "pixels 0 and 255 of channel "
                + channel
                + " become "
                + first
                + " and "
                + last
                + "; scale them to finite values");
      }
    }
  }
}
