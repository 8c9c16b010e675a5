package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * The weighted sum of 8-bit integers, element by element: what a residual connection adds.
 *
 * <pre> q = clamp(((Σ_i (q_i - z_i) · m_i + 2^(s - 1)) &gt;&gt; s) + z, low, high) </pre>
 *
 * in 64-bit integers: one rounding, to the nearest, and halves up. All inputs share the shift, so
 * that nothing is rounded before it is added. Of one input, it is a change of scale: what makes the
 * inputs of a {@link Concat} alike.
 *
 * @param zeroPoints z_i, one for each input
 * @param multipliers m_i, one for each input, 0 to 2^31 - 1
 * @param shift s, 1 to {@value FixedPoint#MOST_SHIFT}
 * @param range z, low and high
 */
public record Int8Add(Bytes zeroPoints, Ints multipliers, int shift, Int8Range range)
    implements Op {

  /**
   * @throws IllegalArgumentException if there is no input, not a multiplier for each, or a number
   *     is out of its range
   */
  public Int8Add {
    Objects.requireNonNull(range, "range");
    if (zeroPoints.length() == 0 || zeroPoints.length() != multipliers.length()) {
      throw new IllegalArgumentException(
          "expected as many multipliers as zero points, and at least one, got %s and %s"
              .formatted(multipliers.length(), zeroPoints.length()));
    }
    for (int i = 0; i < multipliers.length(); i++) {
      FixedPoint.require(multipliers.get(i), shift);
    }
  }

  /**
   * With the nearest factors that share a shift.
   *
   * @param zeroPoints one for each input, in [-128, 127]
   * @param factors one for each input: its scale over the output's
   * @throws IllegalArgumentException if a factor is not at least 0 and below 2^30, or a zero point
   *     is no byte
   */
  public static Int8Add of(int[] zeroPoints, double[] factors, Int8Range range) {
    int shift = FixedPoint.MOST_SHIFT;
    for (double factor : factors) {
      shift = Math.min(shift, FixedPoint.of(factor).shift());
    }
    int[] multipliers = new int[factors.length];
    byte[] points = new byte[zeroPoints.length];
    for (int i = 0; i < factors.length; i++) {
      // The cast gives the greatest integer for what is rounded up to 2^31.
      multipliers[i] = (int) Math.rint(Math.scalb(factors[i], shift));
    }
    for (int i = 0; i < zeroPoints.length; i++) {
      Int8Range.requireByte("zero point", zeroPoints[i]);
      points[i] = (byte) zeroPoints[i];
    }
    return new Int8Add(Bytes.of(points), Ints.of(multipliers), shift, range);
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    if (inputs.size() != zeroPoints.length()) {
      throw new IllegalArgumentException(
          "expected " + zeroPoints.length() + " inputs, got " + inputs.size());
    }
    TensorType first = Inputs.int8(inputs.get(0));
    for (TensorType input : inputs) {
      if (!input.equals(first)) {
        throw new IllegalArgumentException("inputs differ: " + first + " and " + input);
      }
    }
    return first;
  }
}
