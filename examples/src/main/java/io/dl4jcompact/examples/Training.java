package io.dl4jcompact.examples;

import io.dl4jcompact.core.OneDnn;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A trained network and how its training went.
 *
 * @param network the network after the last epoch
 * @param epochs what each epoch reached, in order
 * @param seconds how long the training took, evaluations included
 */
record Training(MultiLayerNetwork network, List<Epoch> epochs, double seconds) {

  /**
   * @param loss running mean of the loss at the end of the epoch
   * @param accuracy share of the test images that are classified right, in 0..1
   */
  record Epoch(double loss, double accuracy) {}

  /** Trains a new network of the given configuration. */
  static Training run(
      String name,
      MultiLayerConfiguration configuration,
      DataSetIterator train,
      DataSetIterator test,
      int epochs,
      long iterationsPerEpoch) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    OneDnn.install(network);
    List<Epoch> reached = new ArrayList<>();
    long start = System.nanoTime();
    try (TrainingProgress progress = new TrainingProgress(name, epochs * iterationsPerEpoch)) {
      network.setListeners(progress);
      for (int i = 0; i < epochs; i++) {
        network.fit(train);
        double accuracy = network.evaluate(test).accuracy();
        progress.accuracy(accuracy);
        reached.add(new Epoch(progress.loss(), accuracy));
      }
    }
    network.setListeners();
    return new Training(network, reached, (System.nanoTime() - start) / 1e9);
  }

  /** The accuracy after the last epoch, in 0..1. */
  double accuracy() {
    return epochs.get(epochs.size() - 1).accuracy();
  }
}
