package io.dl4jcompact.binary;

import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Stops early-stopping training after the first iteration whose minibatch had a loss at or under a
 * threshold.
 *
 * <p>The loss is that of the minibatch before its update, with l1 and l2 in it. A loss of NaN is
 * not under any threshold, so training goes on; {@code InvalidScoreIterationTerminationCondition}
 * stops there.
 *
 * <p>What Deeplearning4j returns then as best model is the best at the end of an earlier epoch. The
 * model that reached the threshold is the saver's latest one, if {@code saveLastModel(true)} is
 * set. Within the first epoch there is no best model yet, and Deeplearning4j fails; {@link
 * LatestModelFallback} around the model saver returns the latest one instead.
 *
 * @param threshold in units of the network's loss, finite
 */
public record LossThresholdIterationTerminationCondition(
    @JsonProperty("threshold") double threshold) implements IterationTerminationCondition {

  /**
   * @throws IllegalArgumentException if the threshold is not finite
   */
  @JsonCreator
  public LossThresholdIterationTerminationCondition {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException(
          "LossThresholdIterationTerminationCondition: threshold must be finite, got " + threshold);
    }
  }

  @Override
  public void initialize() {}

  @Override
  public boolean terminate(double lastMiniBatchScore) {
    return lastMiniBatchScore <= threshold;
  }
}
