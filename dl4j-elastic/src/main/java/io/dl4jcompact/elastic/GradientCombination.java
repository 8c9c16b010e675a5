package io.dl4jcompact.elastic;

/** What one update makes of the gradients of a step's subnets. */
public enum GradientCombination {
  /** The gradient of the sum of their losses: a step is larger, the more subnets there are. */
  SUM,
  /** The average of their gradients. */
  MEAN
}
