package io.dl4jcompact.examples.marks;

import io.dl4jcompact.binary.packed.PackedOptions;
import io.dl4jcompact.binary.packed.PackedTrainer;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A packed training and how it went: the counterpart of {@link MarkTraining} for networks whose
 * bits are packed, with accumulators of 8 bits.
 *
 * @param trainer after the last epoch
 * @param epochs what each epoch reached, in order
 */
public record PackedMarkTraining(PackedTrainer trainer, List<Epoch> epochs) {

  /** Keeps a training after each epoch, so that one that was stopped can go on. */
  public interface Progress {

    /**
     * What an earlier run of the same training reached; empty if there was none.
     *
     * @param identity all that decides about the training, as a text
     * @throws IOException if what was kept cannot be read, or is of another training
     */
    Optional<PackedMarkTraining> begun(String identity) throws IOException;

    /**
     * Is told as soon as an epoch is over.
     *
     * @param identity as in {@link #begun}
     * @throws IOException if it cannot be kept; the training ends
     */
    void reached(String identity, PackedMarkTraining training) throws IOException;
  }

  /**
   * Trains a network from its first epoch on, or from the last one that was kept. Both ways lead to
   * the same bits where ND4J has one thread.
   *
   * @param recipe of {@link FlipMark#recipe} for packed training
   * @param train at least one minibatch of images
   * @param test minibatches of test images, as rows of pixels
   * @param seed of the first weights and the order of the images
   * @throws IllegalArgumentException if there are fewer images than a minibatch has
   */
  public static PackedMarkTraining run(
      Recipe recipe, ImageSet train, Iterable<DataSet> test, long seed, Progress progress)
      throws IOException {
    MarkTraining.requireMinibatch(recipe, train);
    MultiLayerConfiguration configuration = configuration(recipe, train, seed);
    String identity = MarkTraining.identity(configuration.toJson(), recipe, train);
    Optional<PackedMarkTraining> begun = progress.begun(identity);
    PackedMarkTraining training =
        begun.isPresent()
            ? begun.get()
            : new PackedMarkTraining(
                new PackedTrainer(configuration, PackedOptions.DEFAULT), List.of());
    double before = training.epochs().isEmpty() ? 0 : training.last().seconds();
    long start = System.nanoTime();
    for (int i = training.epochs().size(); i < recipe.epochs(); i++) {
      double loss = training.fit(AugmentedBatches.of(recipe, train, seed, i));
      double accuracy =
          training.trainer.toNetwork().evaluate(new ExistingDataSetIterator(test)).accuracy();
      double seconds = before + (System.nanoTime() - start) / 1e9;
      training = training.with(new Epoch(i + 1, loss, accuracy, seconds));
      progress.reached(identity, training);
    }
    return training;
  }

  /** One epoch; the mean of its losses. */
  private double fit(AugmentedBatches batches) {
    double sum = 0;
    for (DataSet batch : batches) {
      trainer.fit(batch);
      sum += trainer.score();
    }
    return sum / batches.batches();
  }

  private PackedMarkTraining with(Epoch epoch) {
    List<Epoch> more = new ArrayList<>(epochs);
    more.add(epoch);
    return new PackedMarkTraining(trainer, more);
  }

  private static MultiLayerConfiguration configuration(Recipe recipe, ImageSet train, long seed) {
    int iterations = train.count() / recipe.batch() * recipe.epochs();
    return ((PlainNet) recipe.architecture())
        .list(ImageShape.of(train).inputType(), recipe.updates().updater(iterations), seed);
  }

  /** What the last epoch reached. */
  public Epoch last() {
    return epochs.get(epochs.size() - 1);
  }
}
