package io.dl4jcompact.quant;

/** How x / s becomes an integer while training; at inference it is always the nearest. */
public enum Rounding {
  /** The nearest integer, of two equally near ones the even one. */
  NEAREST,
  /**
   * ⌊x / s + u⌋ with u uniform in [0, 1), so that the mean of the integers is x / s. Draws are from
   * ND4J's generator, as those of dropout are, which a network's {@code init()} sets to its seed;
   * {@code Nd4j.getRandom().setSeed(seed)} makes any stretch of training repeatable.
   */
  STOCHASTIC
}
