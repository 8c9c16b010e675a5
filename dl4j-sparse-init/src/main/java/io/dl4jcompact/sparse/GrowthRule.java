package io.dl4jcompact.sparse;

/** Which weights {@link DynamicSparseTraining} connects in place of those that it drops. */
public enum GrowthRule {
  /**
   * Random ones.
   *
   * @see <a href="https://arxiv.org/abs/1707.04780">SET, Mocanu et al. 2018</a>
   */
  RANDOM,
  /**
   * Those with the greatest magnitude of the gradient, which is that of a dense layer in one step
   * of each interval.
   *
   * @see <a href="https://arxiv.org/abs/1911.11134">RigL, Evci et al. 2020</a>
   */
  GRADIENT
}
