package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * All that decides about a training, apart from its seed; the same for both precisions.
 *
 * @param dataset which images
 * @param architecture of the network
 * @param augmentation what is done to training images
 * @param batch images of a minibatch
 * @param epochs rounds of the training images
 * @param peak greatest learning rate
 * @param smoothing share of a label that is spread over all classes
 */
public record Recipe(
    Dataset dataset,
    Architecture architecture,
    Augmentation augmentation,
    int batch,
    int epochs,
    double peak,
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
    return new Recipe(dataset, architecture, augmentation, batch, number, peak, smoothing);
  }
}
