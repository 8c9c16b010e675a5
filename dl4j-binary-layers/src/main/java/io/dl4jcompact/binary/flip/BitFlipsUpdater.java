package io.dl4jcompact.binary.flip;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;

/**
 * Flips bits of one parameter. All it knows between two updates is in the state view, which
 * Deeplearning4j saves, loads and clones: M·e(w) of each weight, then the share of weights that the
 * last update kept.
 */
final class BitFlipsUpdater implements GradientUpdater<BitFlips> {

  private static final String ACCUMULATOR = "M";
  private static final String KEPT = "kept";

  private final BitFlips config;
  private INDArray accumulator;
  private INDArray kept;

  BitFlipsUpdater(BitFlips config) {
    this.config = config;
  }

  @Override
  public BitFlips getConfig() {
    return config;
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(ACCUMULATOR, accumulator, KEPT, kept);
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    accumulator = state.get(ACCUMULATOR);
    kept = state.get(KEPT);
    initialise(initialize);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    INDArray flat = view.reshape(view.length());
    long weights = flat.length() - 1;
    accumulator = flat.get(NDArrayIndex.interval(0, weights));
    kept = flat.get(NDArrayIndex.interval(weights, weights + 1));
    initialise(initialize);
  }

  private void initialise(boolean initialize) {
    if (initialize) {
      accumulator.assign(0);
      kept.assign(1);
    }
  }

  /** M·e(w) of each weight, in the order of the parameter's memory: how near it is to a flip. */
  INDArray accumulator() {
    return accumulator;
  }

  /** Number of weights of the parameter. */
  long weights() {
    return accumulator.length();
  }

  /**
   * Number of weights that the last update flipped, 0 before the first. Exact below 2²⁴ weights,
   * since the share is kept as a float.
   */
  long flipped() {
    return Math.round((1 - kept.getDouble(0)) * weights());
  }

  /**
   * @param gradient G·e(w); becomes 1 where a weight is to be flipped, else 0
   * @throws IllegalStateException if the accumulators are no longer finite
   */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    config.rule().decide(accumulator, gradient, kept.getDouble(0), iteration, epoch);
    // What is NaN would never flip again, and nothing else would show it.
    double sum = accumulator.sumNumber().doubleValue();
    if (!Double.isFinite(sum)) {
      throw config.refusal(sum);
    }
    double flipped = gradient.sumNumber().doubleValue();
    kept.assign(1 - flipped / gradient.length());
  }
}
