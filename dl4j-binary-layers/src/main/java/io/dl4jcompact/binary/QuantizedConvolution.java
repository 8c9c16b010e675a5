package io.dl4jcompact.binary;

/** A layer configuration whose operands are quantised and convolved. */
public interface QuantizedConvolution extends QuantizedLayer {

  /**
   * Number of groups that channels are split into; outputs of a group see its input channels alone.
   */
  int groups();

  /** Shape of the parameter W; with a 0 while nIn is not known. */
  long[] weightShape();

  /**
   * Refuses an input that the window does not fit.
   *
   * @param height of the input, in time steps for a sequence
   * @param width of the input, 1 for a sequence
   * @throws IllegalArgumentException naming the layer
   */
  void requireFit(long height, long width);

  /** Number of weights that one output channel has, which is what an output sums. */
  long fanIn();
}
