package io.dl4jcompact.binary;

import io.dl4jcompact.core.GroupedWeights;

/** A layer configuration whose operands are quantised and convolved. */
public interface QuantizedConvolution extends QuantizedLayer, GroupedWeights {

  /**
   * Refuses an input that the window does not fit.
   *
   * @param height of the input, in time steps for a sequence
   * @param width of the input, 1 for a sequence
   * @throws IllegalArgumentException naming the layer
   */
  void requireFit(long height, long width);
}
