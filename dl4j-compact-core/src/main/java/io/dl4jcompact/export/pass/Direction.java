package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Activation;

/** How a function of one number goes. */
enum Direction {
  /** Never down; constant functions are counted here. */
  RISING,
  /** Never up. */
  FALLING,
  /** Neither, or not known. */
  NEITHER;

  /** The direction of this function followed by another. */
  Direction then(Direction next) {
    if (this == NEITHER || next == NEITHER) {
      return NEITHER;
    }
    return this == next ? RISING : FALLING;
  }

  /** The direction of a multiplication. */
  static Direction ofScale(float scale) {
    return scale < 0 ? FALLING : RISING;
  }

  /**
   * The direction of an activation function as floats have it: x / (1 + |x|) falls where 1 + |x| is
   * rounded, from 2<sup>24</sup> on.
   */
  static Direction of(Activation activation) {
    boolean rising =
        switch (activation.function()) {
          case SWISH, GELU, PRECISE_GELU, MISH, SOFT_SIGN -> false;
          case LEAKY_RELU, THRESHOLDED_RELU, ELU -> activation.alpha() >= 0;
          default -> true;
        };
    return rising ? RISING : NEITHER;
  }
}
