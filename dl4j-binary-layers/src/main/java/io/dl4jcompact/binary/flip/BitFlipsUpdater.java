package io.dl4jcompact.binary.flip;

import java.util.HashMap;
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

  private static final String KEPT = "kept";

  private final BitFlips config;
  private BitAccumulators accumulators;
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
    Map<String, INDArray> state = new HashMap<>(accumulators.state());
    state.put(KEPT, kept);
    return state;
  }

  @Override
  public void setState(Map<String, INDArray> state, boolean initialize) {
    accumulators = config.accumulators(state);
    kept = state.get(KEPT);
    initialise(initialize);
  }

  @Override
  public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
    INDArray flat = view.reshape(view.length());
    long last = flat.length() - 1;
    accumulators = config.accumulators(flat.get(NDArrayIndex.interval(0, last)));
    kept = flat.get(NDArrayIndex.interval(last, last + 1));
    initialise(initialize);
  }

  private void initialise(boolean initialize) {
    if (initialize) {
      accumulators.reset();
      kept.assign(1);
    }
  }

  /** M·e(w) of each weight: how near it is to a flip. */
  BitAccumulators accumulators() {
    return accumulators;
  }

  /** Number of weights of the parameter. */
  long weights() {
    return accumulators.count();
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
   * @throws IllegalStateException if the accumulators are no longer finite, or not those that the
   *     last update left
   */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    FlipStep step = config.rule().step(kept.getDouble(0), iteration, epoch);
    INDArray flat = gradient.reshape(gradient.length());
    accumulators.decide(flat, step, config.rounding(iteration));
    double flipped = flat.sumNumber().doubleValue();
    kept.assign(1 - flipped / flat.length());
  }
}
