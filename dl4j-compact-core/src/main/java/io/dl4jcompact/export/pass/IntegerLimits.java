package io.dl4jcompact.export.pass;

import io.dl4jcompact.export.pass.ThresholdSearch.Limit;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Ints;
import java.util.Arrays;
import java.util.Optional;

/**
 * Limits of integer sums, found by running the elements on the integers that the sums can be, so
 * that ties fall as in the trained network.
 *
 * @param ranges the sums that each channel can have
 * @param elements what becomes of a sum
 */
record IntegerLimits(SumRange[] ranges, QuantizedElements elements) {

  /** Sums up to here are exact in float arithmetic, and so in the trained network. */
  private static final int EXACT = 1 << 24;

  /** The threshold that gives the bit of every sum; empty if a channel has none. */
  Optional<Epilogue> threshold() {
    Limit[] limits = new Limit[ranges.length];
    for (int n = 0; n < limits.length; n++) {
      limits[n] = isExact(ranges[n]) ? limit(n) : null;
      if (limits[n] == null) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Epilogue.Threshold(
            Ints.of(Arrays.stream(limits).mapToInt(Limit::least).toArray()),
            Bits.of(limits.length, channel -> limits[channel].flip()),
            ElementType.of(elements.quantizer())));
  }

  /** Whether floats hold all sums exactly. */
  static boolean areExact(SumRange[] ranges) {
    return Arrays.stream(ranges).allMatch(IntegerLimits::isExact);
  }

  private static boolean isExact(SumRange range) {
    return range.highest() <= EXACT && range.lowest() >= -EXACT;
  }

  private Limit limit(int channel) {
    SumRange range = ranges[channel];
    // Where a step overflows, a later one can make NaN of it, whose bit follows no direction.
    boolean finite =
        Float.isFinite(elements.value(channel, range.lowest()))
            && Float.isFinite(elements.value(channel, range.highest()));
    boolean monotone = finite && elements.direction(channel) != Direction.NEITHER;
    return new ThresholdSearch(range, sum -> elements.bit(channel, sum)).limit(monotone);
  }
}
