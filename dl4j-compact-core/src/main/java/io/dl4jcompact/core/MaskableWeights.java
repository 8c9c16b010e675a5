package io.dl4jcompact.core;

import java.util.Optional;

/**
 * A layer configuration whose weights are not what they compute as, and so not always unconnected
 * where they are 0: a one-bit layer computes with ±1. Of a layer that does not implement this, a
 * weight of 0 is as good as none.
 */
public interface MaskableWeights {

  /**
   * Whether a weight of 0 computes as 0. If not, and there is no {@link #maskObstacle}, the layer
   * that this configuration makes is a {@link MaskedLayer}.
   */
  boolean hasZeroWeight();

  /** Why weights cannot be disconnected, continuing the layer's name; empty if they can. */
  Optional<String> maskObstacle();
}
