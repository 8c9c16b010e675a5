package io.dl4jcompact.binary.flip;

import io.dl4jcompact.core.LayerSettings;
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
  private final LayerSettings layer;
  private final String parameter;
  private final long bits;

  BitFlips(FlipUpdater rule, LayerSettings layer, String parameter, long bits) {
    this.rule = rule;
    this.layer = layer;
    this.parameter = parameter;
    this.bits = bits;
  }

  FlipUpdater rule() {
    return rule;
  }

  /** Number of bits of the parameter. */
  long bits() {
    return bits;
  }

  /** What rounds integer accumulators in an iteration. */
  Noise rounding(int iteration) {
    return rule.rounding(layer.layerName(), parameter).with(iteration);
  }

  /** The failure of an update whose accumulators have a sum that is not finite. */
  IllegalStateException refusal(double sum) {
    return new IllegalStateException(
        layer.message(
            "the sum of %s's accumulators of parameter %s"
                .formatted(rule.getClass().getSimpleName(), parameter),
            sum,
            "a finite number",
            "the signal was not finite or is too large: look for NaN in the data, or clip the"
                + " gradients"));
  }

  /** The failure of an update whose integers are not those that the last one left. */
  IllegalStateException spoiled() {
    return new IllegalStateException(
        layer.message(
            "the checksum of %s's accumulators of parameter %s"
                .formatted(rule.accumulators(), parameter),
            "wrong",
            "that of the last update",
            "averages of updater states are no integers: take a VotingParallelWrapper that does not"
                + " average updaters"));
  }

  /** All accumulators, and the share of kept weights. */
  @Override
  public long stateSize(long numParams) {
    return 1
        + (rule.accumulators() == AccumulatorType.FLOAT
            ? numParams
            : IntegerAccumulators.stateSize(rule.accumulators(), numParams));
  }

  /**
   * @param state flat, without the share of kept weights
   */
  BitAccumulators accumulators(INDArray state) {
    return rule.accumulators() == AccumulatorType.FLOAT
        ? new FloatAccumulators(this, state)
        : IntegerAccumulators.of(this, state);
  }

  /**
   * @param state arrays by name, of {@link BitAccumulators#state}
   */
  BitAccumulators accumulators(Map<String, INDArray> state) {
    return rule.accumulators() == AccumulatorType.FLOAT
        ? FloatAccumulators.of(this, state)
        : IntegerAccumulators.of(this, state);
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
    return new BitFlips(rule.clone(), layer, parameter, bits);
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
