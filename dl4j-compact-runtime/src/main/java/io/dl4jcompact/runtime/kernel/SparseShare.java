package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Weights;

/** Whether kernels work with connected weights alone. */
public final class SparseShare {

  /** Of weights: beyond, products of all are faster. */
  private static final double MOST = 0.25;

  private SparseShare() {}

  /** Whether so few weights are connected that working with them alone is faster. */
  public static boolean isSmall(Weights.Sparse weights) {
    return weights.connected() <= MOST * weights.count();
  }

  /** As {@link #isSmall(Weights.Sparse)}; connected are those that are not 0. */
  public static boolean isSmall(Bytes weights) {
    return weights.nonZero().count() <= MOST * weights.length();
  }
}
