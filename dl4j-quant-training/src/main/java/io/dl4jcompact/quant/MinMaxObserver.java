package io.dl4jcompact.quant;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The least and the greatest value ever seen. State: minibatches, min, max. */
public record MinMaxObserver() implements Observer {

  @Override
  public int stateLength() {
    return 3;
  }

  @Override
  public double[] observe(double[] state, INDArray x) {
    double min = x.minNumber().doubleValue();
    double max = x.maxNumber().doubleValue();
    long seen = Observer.batches(state);
    return seen == 0
        ? new double[] {1, min, max}
        : new double[] {seen + 1, Math.min(state[1], min), Math.max(state[2], max)};
  }

  @Override
  public ValueRange range(double[] state, Interval interval, int bits) {
    return Observer.batches(state) == 0 ? ValueRange.ZERO : ValueRange.of(state[1], state[2]);
  }

  @Override
  public String spec() {
    return "min_max";
  }
}
