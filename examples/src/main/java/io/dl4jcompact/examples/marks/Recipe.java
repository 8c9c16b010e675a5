package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * All that decides about a training, apart from its seed and its network's precision.
 *
 * @param dataset which images
 * @param architecture of the network
 * @param augmentation what is done to training images
 * @param batch images of a minibatch
 * @param epochs rounds of the training images
 * @param updates of the parameters
 * @param smoothing share of a label that is spread over all classes
 */
public record Recipe(
    Dataset dataset,
    Architecture architecture,
    Augmentation augmentation,
    int batch,
    int epochs,
    Updates updates,
    double smoothing) {

  /** Makes a network's configuration. */
  @FunctionalInterface
  public interface Architecture {

    /**
     * @param precision of the inner layers
     * @param input the images' size
     * @param updater of all layers
     * @param seed of the first weights
     */
    ComputationGraphConfiguration configuration(
        Precision precision, InputType input, IUpdater updater, long seed);
  }

  /** The same with another number of epochs. */
  public Recipe withEpochs(int number) {
    return new Recipe(dataset, architecture, augmentation, batch, number, updates, smoothing);
  }

  /** The same with other updates. */
  public Recipe withUpdates(Updates others) {
    return new Recipe(dataset, architecture, augmentation, batch, epochs, others, smoothing);
  }
}
