package io.dl4jcompact.sparse.consistency;

/**
 * How much disagreement counts, growing while the network learns from the labels:
 *
 * <pre> w(t) = most · exp(-5·(1 - t/T)²) for t &lt; T, then most </pre>
 *
 * @param most the last weight, 0 or more
 * @param iterations T, after which the weight stays; 0 for the last weight from the start
 * @see <a href="https://arxiv.org/abs/1610.02242">Laine and Aila 2017, appendix A</a>
 */
public record WeightRamp(double most, int iterations) {

  private static final double STEEPNESS = -5;

  public WeightRamp {
    if (!(most >= 0 && most < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "WeightRamp: most is %s, expected a finite number of at least 0".formatted(most));
    }
    Settings.requireAtLeast("WeightRamp: iterations", iterations, 0);
  }

  /**
   * w(t).
   *
   * @param iteration t, from 0
   */
  public double at(int iteration) {
    if (iteration >= iterations) {
      return most;
    }
    double left = 1 - (double) iteration / iterations;
    return most * Math.exp(STEEPNESS * left * left);
  }
}
