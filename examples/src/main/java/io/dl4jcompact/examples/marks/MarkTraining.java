package io.dl4jcompact.examples.marks;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.ImageSet;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A trained network and how its training went.
 *
 * @param network after the last epoch
 * @param epochs what each epoch reached, in order
 */
public record MarkTraining(ComputationGraph network, List<Epoch> epochs) {

  /**
   * @param number counted from 1
   * @param loss mean over the epoch's minibatches
   * @param accuracy share of the test images that are classified right, in 0..1
   * @param seconds of training since its begin, evaluations included
   */
  public record Epoch(int number, double loss, double accuracy, double seconds)
      implements Serializable {}

  /**
   * Trains a network from its first epoch on, or from the last one that was kept. Both ways lead to
   * the same bits where ND4J has one thread.
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
      MarkProgress progress)
      throws IOException {
    requireMinibatch(recipe, train);
    ComputationGraphConfiguration configuration = configuration(recipe, precision, train, seed);
    String identity = identity(configuration.toJson(), recipe, train);
    Optional<MarkTraining> begun = progress.begun(identity);
    ComputationGraph network =
        begun.isPresent() ? begun.get().network() : new ComputationGraph(configuration);
    network.init();
    OneDnn.install(network);
    LossSum losses = new LossSum();
    network.setListeners(losses);
    MarkTraining training =
        new MarkTraining(network, begun.map(MarkTraining::epochs).orElse(List.of()));
    double before = training.epochs().isEmpty() ? 0 : training.last().seconds();
    long start = System.nanoTime();
    for (int i = training.epochs().size(); i < recipe.epochs(); i++) {
      network.fit(new ExistingDataSetIterator(AugmentedBatches.of(recipe, train, seed, i)));
      double accuracy = network.evaluate(new ExistingDataSetIterator(test)).accuracy();
      double seconds = before + (System.nanoTime() - start) / 1e9;
      training = training.with(new Epoch(i + 1, losses.takeMean(), accuracy, seconds));
      progress.reached(identity, training);
    }
    network.setListeners();
    return training;
  }

  static void requireMinibatch(Recipe recipe, ImageSet train) {
    if (train.count() < recipe.batch()) {
      throw new IllegalArgumentException(
          train.count() + " images are less than a minibatch of " + recipe.batch());
    }
  }

  private MarkTraining with(Epoch epoch) {
    List<Epoch> more = new ArrayList<>(epochs);
    more.add(epoch);
    return new MarkTraining(network, more);
  }

  /**
   * All that decides about a training.
   *
   * @param network as JSON, with its seed
   */
  static String identity(String network, Recipe recipe, ImageSet train) {
    return String.join(
        "\n",
        network,
        recipe.augmentation().toString(),
        "minibatches of " + recipe.batch(),
        "smoothing " + recipe.smoothing(),
        "images " + train.count(),
        "checksum " + checksum(train));
  }

  private static long checksum(ImageSet images) {
    CRC32 sum = new CRC32();
    sum.update(images.pixels());
    sum.update(images.labels());
    return sum.getValue();
  }

  private static ComputationGraphConfiguration configuration(
      Recipe recipe, Precision precision, ImageSet train, long seed) {
    int iterations = train.count() / recipe.batch() * recipe.epochs();
    return recipe
        .architecture()
        .configuration(
            precision,
            ImageShape.of(train).inputType(),
            recipe.updates().updater(iterations),
            seed);
  }

  /** What the last epoch reached; the best one would be chosen by the test images. */
  public Epoch last() {
    return epochs.get(epochs.size() - 1);
  }
}
