package io.dl4jcompact.runtime.graph;

import java.util.Objects;

/**
 * 32-bit sums to 8-bit integers, per output channel n with the factor m_n · 2^-s_n:
 *
 * <pre> q = clamp(((sum · m_n + o_n + 2^(s_n - 1)) &gt;&gt; s_n) + z, low, high) </pre>
 *
 * in 64-bit integers: one rounding, to the nearest, and halves up ({@link FixedPoint}).
 *
 * @param multipliers m, one for all channels or one a channel, 0 to 2^31 - 1
 * @param shifts s, as many, 1 to {@value FixedPoint#MOST_SHIFT}
 * @param offsets o, none, or as many: what a bias in units of sums is too coarse for
 * @param range z, low and high
 */
public record Requantization(Ints multipliers, Ints shifts, Ints offsets, Int8Range range)
    implements IntegerEpilogue {

  /**
   * @throws IllegalArgumentException if there is no multiplier, not a shift or an offset for each,
   *     or one is out of its range
   */
  public Requantization {
    Objects.requireNonNull(range, "range");
    if (multipliers.length() == 0 || multipliers.length() != shifts.length()) {
      throw new IllegalArgumentException(
          "expected as many shifts as multipliers, and at least one, got %s and %s"
              .formatted(shifts.length(), multipliers.length()));
    }
    if (offsets.length() != 0 && offsets.length() != multipliers.length()) {
      throw new IllegalArgumentException(
          "expected no offsets, or as many as multipliers, got %s and %s"
              .formatted(offsets.length(), multipliers.length()));
    }
    for (int i = 0; i < multipliers.length(); i++) {
      FixedPoint.require(multipliers.get(i), shifts.get(i));
    }
  }

  /** Without offsets. */
  public Requantization(Ints multipliers, Ints shifts, Int8Range range) {
    this(multipliers, shifts, Ints.of(), range);
  }

  /**
   * With the nearest factors.
   *
   * @param factors one for all channels or one a channel: the input's scale times the weights' over
   *     the output's
   * @throws IllegalArgumentException if there is none, or one is not at least 0 and below 2^30
   */
  public static Requantization of(double[] factors, Int8Range range) {
    int[] multipliers = new int[factors.length];
    int[] shifts = new int[factors.length];
    for (int i = 0; i < factors.length; i++) {
      FixedPoint factor = FixedPoint.of(factors[i]);
      multipliers[i] = factor.multiplier();
      shifts[i] = factor.shift();
    }
    return new Requantization(Ints.of(multipliers), Ints.of(shifts), range);
  }

  @Override
  public ElementType element() {
    return ElementType.INT8;
  }

  @Override
  public void requireChannels(int channels) {
    Inputs.requirePerChannel("multipliers", multipliers.length(), channels);
  }

  /** The factor of one channel. */
  public FixedPoint factor(int channel) {
    int index = multipliers.length() == 1 ? 0 : channel;
    return new FixedPoint(multipliers.get(index), shifts.get(index));
  }

  /** The offset of one channel. */
  public int offset(int channel) {
    return offsets.length() == 0 ? 0 : offsets.get(offsets.length() == 1 ? 0 : channel);
  }

  /** The integer of one channel's sum. */
  public byte apply(int channel, int sum) {
    return range.place(factor(channel).scaled(sum, offset(channel)));
  }
}
