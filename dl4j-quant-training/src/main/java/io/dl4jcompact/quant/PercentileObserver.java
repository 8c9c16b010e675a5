package io.dl4jcompact.quant;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The range that a share of the values lies in: as many are cut off below as above. The values are
 * counted in a {@link Histogram}, so the range is exact within one of its bins.
 *
 * @param share in (0, 1]
 * @param decay of the histogram, in [0, 1)
 */
public record PercentileObserver(double share, double decay) implements Observer {

  /**
   * @throws IllegalArgumentException if a number is not in its interval
   */
  public PercentileObserver {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "PercentileObserver: share must be in (0, 1], got " + share);
    }
    Observer.requireDecay("PercentileObserver", decay);
  }

  /** With a decay of {@value Observer#DEFAULT_DECAY}. */
  public PercentileObserver(double share) {
    this(share, DEFAULT_DECAY);
  }

  @Override
  public int stateLength() {
    return Histogram.LENGTH;
  }

  @Override
  public double[] observe(double[] state, INDArray x) {
    return Histogram.of(state).with(x, decay).state();
  }

  @Override
  public ValueRange range(double[] state, Interval interval, int bits) {
    Histogram histogram = Histogram.of(state);
    return histogram.isEmpty() ? ValueRange.ZERO : histogram.withoutTails((1 - share) / 2);
  }

  @Override
  public String spec() {
    return "percentile(" + share + ", " + decay + ")";
  }
}
