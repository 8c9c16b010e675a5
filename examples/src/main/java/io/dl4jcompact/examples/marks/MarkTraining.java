package io.dl4jcompact.examples.marks;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.ImageSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A trained network and how its training went.
 *
 * @param network after the last epoch
 * @param epochs what each epoch reached, in order
 */
public record MarkTraining(ComputationGraph network, List<Epoch> epochs) {

  /** Part of the training in which the learning rate rises. */
  private static final int RISE = 20;

  /**
   * @param number counted from 1
   * @param loss mean over the epoch's minibatches
   * @param accuracy share of the test images that are classified right, in 0..1
   * @param seconds since the training began, evaluations included
   */
  public record Epoch(int number, double loss, double accuracy, double seconds) {}

  /** Is told what an epoch reached as soon as it is over. */
  @FunctionalInterface
  public interface EpochListener {

    /**
     * @throws IOException if it cannot be kept; the training ends
     */
    void reached(Epoch epoch) throws IOException;
  }

  /**
   * Trains a new network.
   *
   * @param train at least one minibatch of images
   * @param test minibatches of test images, as rows of pixels
   * @param seed of the first weights, the order of the images and their changes
   * @throws IllegalArgumentException if there are fewer images than a minibatch has
   */
  public static MarkTraining run(
      Recipe recipe,
      Precision precision,
      ImageSet train,
      Iterable<DataSet> test,
      long seed,
      EpochListener listener)
      throws IOException {
    int batches = train.count() / recipe.batch();
    if (batches == 0) {
      throw new IllegalArgumentException(
          train.count() + " images are less than a minibatch of " + recipe.batch());
    }
    ComputationGraph network = new ComputationGraph(configuration(recipe, precision, train, seed));
    network.init();
    OneDnn.install(network);
    LossSum losses = new LossSum();
    network.setListeners(losses);
    List<Epoch> epochs = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < recipe.epochs(); i++) {
      network.fit(new ExistingDataSetIterator(AugmentedBatches.of(recipe, train, seed, i)));
      double accuracy = network.evaluate(new ExistingDataSetIterator(test)).accuracy();
      double seconds = (System.nanoTime() - start) / 1e9;
      Epoch epoch = new Epoch(i + 1, losses.takeMean(), accuracy, seconds);
      epochs.add(epoch);
      listener.reached(epoch);
    }
    network.setListeners();
    return new MarkTraining(network, epochs);
  }

  private static ComputationGraphConfiguration configuration(
      Recipe recipe, Precision precision, ImageSet train, long seed) {
    int iterations = train.count() / recipe.batch() * recipe.epochs();
    OneCycle rate = new OneCycle(recipe.peak(), iterations / RISE, iterations);
    return recipe
        .architecture()
        .configuration(precision, ImageShape.of(train).inputType(), new Adam(rate), seed);
  }

  /** What the last epoch reached; the best one would be chosen by the test images. */
  public Epoch last() {
    return epochs.get(epochs.size() - 1);
  }
}
