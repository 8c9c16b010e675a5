package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Mean and variance of each channel over several minibatches, in double.
 *
 * @see <a href="https://doi.org/10.1007/978-3-642-51461-6_3">Chan, Golub and LeVeque 1982</a>
 */
final class ChannelStatistics {

  private long count;
  private INDArray mean;

  /** Sums of squared distances from the mean. */
  private INDArray squares;

  /**
   * Adds a minibatch.
   *
   * @param values number of values of each channel
   * @param batchMean of each channel
   * @param batchVariance of each channel: the mean squared distance from its mean
   */
  @SuppressWarnings("try")
  void add(long values, INDArray batchMean, INDArray batchVariance) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      INDArray otherMean = copy(batchMean);
      INDArray otherSquares = copy(batchVariance).muli(values);
      if (count == 0) {
        mean = otherMean;
        squares = otherSquares;
      } else {
        double share = (double) values / (count + values);
        INDArray distance = otherMean.sub(mean);
        squares.addi(otherSquares).addi(distance.mul(distance).muli(count * share));
        mean.addi(distance.muli(share));
      }
      count += values;
    }
  }

  private static INDArray copy(INDArray values) {
    INDArray doubles = Nd4j.createUninitialized(DataType.DOUBLE, values.length());
    return doubles.assign(values.reshape(values.length()));
  }

  boolean isEmpty() {
    return count == 0;
  }

  INDArray mean() {
    return mean;
  }

  INDArray variance() {
    return squares.div(count);
  }
}
