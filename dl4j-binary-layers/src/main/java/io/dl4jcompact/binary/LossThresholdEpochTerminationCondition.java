package io.dl4jcompact.binary;

import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Stops early-stopping training after the first epoch whose loss is at or under a threshold.
 *
 * <p>The loss is what the configuration's score calculator gives, for example {@code
 * DataSetLossCalculator}. A loss of NaN is not under any threshold, so training goes on; {@code
 * InvalidScoreEpochTerminationCondition} stops there. Deeplearning4j's {@code
 * BestScoreEpochTerminationCondition} stops under its value but not at it.
 *
 * @param threshold in units of the score calculator's loss, finite
 */
public record LossThresholdEpochTerminationCondition(@JsonProperty("threshold") double threshold)
    implements EpochTerminationCondition {

  /**
   * @throws IllegalArgumentException if the threshold is not finite
   */
  @JsonCreator
  public LossThresholdEpochTerminationCondition {
    if (!Double.isFinite(threshold)) {
      throw new IllegalArgumentException(
          "LossThresholdEpochTerminationCondition: threshold must be finite, got " + threshold);
    }
  }

  @Override
  public void initialize() {}

  /**
   * @throws IllegalStateException if the score calculator's score is no loss: greater is better
   */
  @Override
  public boolean terminate(int epochNum, double score, boolean minimize) {
    if (!minimize) {
      throw new IllegalStateException(
          this
              + ": the score calculator's score is better the greater it is, expected a loss; use"
              + " DataSetLossCalculator, or BestScoreEpochTerminationCondition for such a score");
    }
    return score <= threshold;
  }
}
