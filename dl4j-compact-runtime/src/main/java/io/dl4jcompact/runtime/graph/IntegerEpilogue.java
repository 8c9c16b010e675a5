package io.dl4jcompact.runtime.graph;

/**
 * What is done with each 32-bit sum of an {@link Int8Convolution}: it becomes a float, f((float)
 * sum · scale + shift) per output channel, or an 8-bit integer.
 */
public sealed interface IntegerEpilogue permits Epilogue.Real, Requantization {

  /** The element type of the result. */
  ElementType element();

  /**
   * @throws IllegalArgumentException if it does not fit a number of output channels
   */
  void requireChannels(int channels);
}
