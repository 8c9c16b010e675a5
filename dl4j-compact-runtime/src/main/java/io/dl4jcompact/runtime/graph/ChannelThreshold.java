package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * Floats to bits by a limit per channel: bit = not (x &lt; limit) xor flip. What a batch
 * normalisation, a bias, a monotone activation and a quantiser do to a float, in one comparison.
 *
 * <p>An operation of its own, and an {@link Epilogue} of float sums.
 *
 * @param limits one a channel, all finite; both zeros are the same limit
 * @param flips one a channel
 * @param element what the bits stand for
 */
public record ChannelThreshold(Floats limits, Bits flips, ElementType element)
    implements Op, Epilogue {

  /**
   * @throws IllegalArgumentException if the element is no bit, a limit is not finite, or there are
   *     not as many flips as limits
   */
  public ChannelThreshold {
    Objects.requireNonNull(flips, "flips");
    if (!element.isOneBit()) {
      throw new IllegalArgumentException("a threshold gives bits, not " + element);
    }
    if (!limits.allFinite()) {
      throw new IllegalArgumentException("limits must be finite, one is not");
    }
    if (limits.length() != flips.length()) {
      throw new IllegalArgumentException(
          limits.length() + " limits need as many flips, got " + flips.length());
    }
  }

  @Override
  public void requireChannels(int channels) {
    if (limits.length() != channels) {
      throw new IllegalArgumentException(
          "expected " + channels + " limits, got " + limits.length());
    }
  }

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.oneFloat(inputs);
    requireChannels(input.channels());
    return input.with(element);
  }

  /** The bit of one channel. */
  public boolean apply(int channel, float x) {
    return !(x < limits.get(channel)) != flips.get(channel);
  }
}
