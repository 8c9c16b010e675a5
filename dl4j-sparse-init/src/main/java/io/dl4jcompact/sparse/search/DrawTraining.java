package io.dl4jcompact.sparse.search;

import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains one network a part of the way: from where a budget ended to where another ends, on the
 * minibatches that a training without a break would have had there.
 */
record DrawTraining<T extends Model>(SearchedNetworks<T> networks, DataSetIterator data) {

  /**
   * @param from what was trained before; null for nothing
   * @throws IllegalArgumentException if there are no data
   */
  void run(T network, SearchBudget from, SearchBudget to) {
    if (!data.hasNext()) {
      throw new IllegalArgumentException(
          "MaskSearch: the training data have 0 minibatches, expected at least one; supply a new"
              + " iterator each time");
    }
    int iterations = 0;
    int epochs = 0;
    while (!to.isSpent(iterations, epochs)) {
      boolean trained = from != null && !from.isSpent(iterations, epochs);
      DataSet minibatch = data.next();
      if (!trained) {
        networks.step(network, minibatch);
      }
      iterations++;
      if (!data.hasNext()) {
        epochs++;
        data.reset();
        if (!trained) {
          networks.epochDone(network);
        }
      }
    }
  }
}
