package io.dl4jcompact.runtime.graph;

import java.util.Objects;

/** What is done with each sum of products before it leaves a convolution. */
public sealed interface Epilogue permits Epilogue.Real, Epilogue.Threshold, ChannelThreshold {

  /** The element type of the result. */
  ElementType element();

  /**
   * @throws IllegalArgumentException if it does not fit a number of output channels
   */
  void requireChannels(int channels);

  /** y = f(sum · scale + shift), per output channel; scale and shift may be absent. */
  record Real(Floats scale, Floats shift, Activation activation)
      implements Epilogue, IntegerEpilogue {

    /** The sum as it is. */
    public static final Real NONE = new Real(Floats.NONE, Floats.NONE, Activation.IDENTITY);

    public Real {
      Objects.requireNonNull(scale, "scale");
      Objects.requireNonNull(shift, "shift");
      Objects.requireNonNull(activation, "activation");
    }

    @Override
    public ElementType element() {
      return ElementType.FLOAT;
    }

    @Override
    public void requireChannels(int channels) {
      Inputs.requirePerChannel("scale", scale.length(), channels);
      Inputs.requirePerChannel("shift", shift.length(), channels);
    }

    /** The function at one output channel. */
    public float apply(int channel, float sum) {
      return activation.apply(sum * scale.channel(channel, 1) + shift.channel(channel, 0));
    }
  }

  /**
   * bit = (sum ≥ limit) xor flip, per output channel, of an integer sum. A limit of {@link
   * Integer#MIN_VALUE} always holds, one of {@link Integer#MAX_VALUE} never does.
   *
   * @param element what the bits stand for
   */
  record Threshold(Ints limits, Bits flips, ElementType element) implements Epilogue {

    public Threshold {
      Objects.requireNonNull(limits, "limits");
      if (!element.isOneBit()) {
        throw new IllegalArgumentException("a threshold gives bits, not " + element);
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

    /** The bit of one output channel. */
    public boolean apply(int channel, int sum) {
      return (sum >= limits.get(channel)) != flips.get(channel);
    }
  }
}
