package io.dl4jcompact.runtime.graph;

import java.util.List;

/**
 * y = (x - center) · scale + shift, per channel.
 *
 * <p>The center is kept apart from the shift because batch normalisation computes it so, and a
 * threshold must fall on the same side of a tie as in the trained network.
 *
 * @param center absent, one for all channels, or one a channel; likewise scale and shift
 */
public record Affine(Floats center, Floats scale, Floats shift) implements Op {

  @Override
  public TensorType outputType(List<TensorType> inputs) {
    TensorType input = Inputs.oneFloat(inputs);
    Inputs.requirePerChannel("center", center.length(), input.channels());
    Inputs.requirePerChannel("scale", scale.length(), input.channels());
    Inputs.requirePerChannel("shift", shift.length(), input.channels());
    return input;
  }

  /** The function at one channel, in float arithmetic. */
  public float apply(int channel, float x) {
    return (x - center.channel(channel, 0)) * scale.channel(channel, 1) + shift.channel(channel, 0);
  }
}
