package io.dl4jcompact.quant;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The averages of the minibatches' least and greatest values: a plain average of the first 1 / (1 -
 * d) minibatches, then a moving one.
 *
 * <pre> m ← d·m + (1 - d)·min(x),  M ← d·M + (1 - d)·max(x) </pre>
 *
 * <p>State: minibatches, m, M.
 *
 * @param decay d in [0, 1)
 * @see <a href="https://arxiv.org/abs/1712.05877">Jacob et al. 2017, section 3.1</a>
 */
public record MovingAverageObserver(double decay) implements Observer {

  /**
   * @throws IllegalArgumentException if the decay is not in [0, 1)
   */
  public MovingAverageObserver {
    Observer.requireDecay("MovingAverageObserver", decay);
  }

  /** d = {@value Observer#DEFAULT_DECAY}. */
  public MovingAverageObserver() {
    this(DEFAULT_DECAY);
  }

  @Override
  public int stateLength() {
    return 3;
  }

  @Override
  public double[] observe(double[] state, INDArray x) {
    double keep = Observer.keep(state, decay);
    return new double[] {
      Observer.batches(state) + 1,
      keep * state[1] + (1 - keep) * x.minNumber().doubleValue(),
      keep * state[2] + (1 - keep) * x.maxNumber().doubleValue()
    };
  }

  @Override
  public ValueRange range(double[] state, Interval interval, int bits) {
    return Observer.batches(state) == 0 ? ValueRange.ZERO : ValueRange.of(state[1], state[2]);
  }

  @Override
  public String spec() {
    return "moving_average(" + decay + ")";
  }
}
