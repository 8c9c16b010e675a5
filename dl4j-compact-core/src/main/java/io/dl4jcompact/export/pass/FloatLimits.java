package io.dl4jcompact.export.pass;

import io.dl4jcompact.export.pass.ThresholdSearch.Limit;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Floats;
import java.util.Optional;

/**
 * Limits of floats, found by running the elements on floats: what becomes of them rises or falls
 * with them, rounding included, so that bisection over all finite floats finds the one at which the
 * bit switches.
 *
 * <p>Floats are numbered in their order, -0 as 0, which no element nor quantiser tells from it.
 *
 * @param channels number of channels
 * @param elements what becomes of a float
 */
record FloatLimits(int channels, QuantizedElements elements) {

  private static final SumRange FINITE =
      new SumRange(place(-Float.MAX_VALUE), place(Float.MAX_VALUE));

  /** The threshold that gives the bit of every finite float; empty if a channel has none. */
  Optional<ChannelThreshold> threshold() {
    float[] limits = new float[channels];
    Limit[] found = new Limit[channels];
    for (int channel = 0; channel < channels; channel++) {
      if (!isMonotone(channel)) {
        return Optional.empty();
      }
      found[channel] = limit(channel);
      limits[channel] = valueOf(Math.max(found[channel].least(), FINITE.lowest()));
    }
    return Optional.of(
        new ChannelThreshold(
            Floats.of(limits),
            Bits.of(channels, channel -> found[channel].flip()),
            ElementType.of(elements.quantizer())));
  }

  private boolean isMonotone(int channel) {
    return elements.direction(channel) != Direction.NEITHER
        && elements.staysNumber(channel, -Float.MAX_VALUE)
        && elements.staysNumber(channel, Float.MAX_VALUE);
  }

  private Limit limit(int channel) {
    ThresholdSearch search =
        new ThresholdSearch(FINITE, place -> elements.bit(channel, valueOf(place)));
    Limit limit = search.limit(true);
    // No finite float is beyond all others, but all are at or above the least.
    return limit.least() == Integer.MAX_VALUE ? new Limit(Integer.MIN_VALUE, true) : limit;
  }

  private static int place(float value) {
    int bits = Float.floatToIntBits(value);
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
  }

  private static float valueOf(int place) {
    return Float.intBitsToFloat(place >= 0 ? place : Integer.MIN_VALUE - place);
  }
}
