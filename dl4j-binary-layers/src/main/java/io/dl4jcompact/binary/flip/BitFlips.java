package io.dl4jcompact.binary.flip;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The updater of one parameter of bits. It is equal to itself alone, so that Deeplearning4j joins
 * no two parameters in one block.
 */
final class BitFlips implements IUpdater {

  private final FlipUpdater rule;

  BitFlips(FlipUpdater rule) {
    this.rule = rule;
  }

  FlipUpdater rule() {
    return rule;
  }

  /** An accumulator a weight, and the share of kept weights. */
  @Override
  public long stateSize(long numParams) {
    return numParams + 1;
  }

  @Override
  public GradientUpdater<BitFlips> instantiate(INDArray view, boolean initialize) {
    BitFlipsUpdater updater = new BitFlipsUpdater(this);
    updater.setStateViewArray(view, view.shape(), view.ordering(), initialize);
    return updater;
  }

  @Override
  public GradientUpdater<BitFlips> instantiate(Map<String, INDArray> state, boolean initialize) {
    BitFlipsUpdater updater = new BitFlipsUpdater(this);
    updater.setState(state, initialize);
    return updater;
  }

  @SuppressWarnings("MissingSuperCall")
  @Override
  public BitFlips clone() {
    return new BitFlips(rule.clone());
  }

  @Override
  public boolean hasLearningRate() {
    return false;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return Double.NaN;
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    throw new UnsupportedOperationException(rule + " has no learning rate for bits");
  }
}
