package io.dl4jcompact.binary.flip;

import java.util.Objects;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;

/**
 * Ends early-stopping training when few bits flip any more: the share of the network's bits that an
 * iteration flips, on average over an epoch, was under a limit for a number of evaluated epochs in
 * a row. Deeplearning4j evaluates every epoch, or every n-th under {@code evaluateEveryNEpochs},
 * and asks about no others.
 *
 * <p>Deeplearning4j shows a condition the loss alone, so it asks a listener, which must be set on
 * the network that is trained. It is a part of a running program and cannot be written to JSON.
 */
public final class FlipRatioEpochTerminationCondition implements EpochTerminationCondition {

  private final transient FlipRatioListener listener;
  private final double limit;
  private final int epochs;
  private int epochsUnder;

  /**
   * @param limit of {@link FlipRatioListener#epochRatio}, in (0, 1]
   * @param epochs number of evaluated epochs in a row, positive
   * @throws IllegalArgumentException if the limit or the number of epochs is not in its range
   */
  public FlipRatioEpochTerminationCondition(FlipRatioListener listener, double limit, int epochs) {
    this.listener = Objects.requireNonNull(listener, "listener");
    if (!(limit > 0 && limit <= 1)) {
      throw new IllegalArgumentException(
          "FlipRatioEpochTerminationCondition: limit is "
              + limit
              + ", expected more than 0 and at most 1");
    }
    if (epochs < 1) {
      throw new IllegalArgumentException(
          "FlipRatioEpochTerminationCondition: epochs is " + epochs + ", expected at least 1");
    }
    this.limit = limit;
    this.epochs = epochs;
  }

  @Override
  public void initialize() {
    epochsUnder = 0;
  }

  /**
   * @throws IllegalStateException if the listener saw no iteration of the epoch
   */
  @Override
  public boolean terminate(int epochNum, double score, boolean minimize) {
    epochsUnder = listener.epochRatio() < limit ? epochsUnder + 1 : 0;
    return epochsUnder >= epochs;
  }

  @Override
  public String toString() {
    return "FlipRatioEpochTerminationCondition(limit=%s, epochs=%d)".formatted(limit, epochs);
  }
}
