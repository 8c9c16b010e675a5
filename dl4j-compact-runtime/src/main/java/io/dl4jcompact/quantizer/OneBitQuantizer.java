package io.dl4jcompact.quantizer;

/**
 * A quantiser with two values, split at a threshold θ: the upper one has bit 1, the lower one bit
 * 0.
 */
public sealed interface OneBitQuantizer extends ElementwiseQuantizer
    permits StepQuantizer, StochasticStepQuantizer, SignQuantizer {

  /** Whether x takes the upper value. */
  boolean bit(float x);

  /** The value of bit 0. */
  float lower();

  /** The value of bit 1. */
  float upper();

  /** The threshold θ, in units of x. */
  float threshold();

  /** The shape of the surrogate gradient. */
  StraightThrough estimator();

  @Override
  default int bits() {
    return 1;
  }

  @Override
  default float quantize(float x) {
    return bit(x) ? upper() : lower();
  }
}
