package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/** A convolutional network for clothes, 32-32-64-64-128-256-10, with shortcuts. */
final class FashionCnn {

  private FashionCnn() {}

  static Recipe recipe() {
    return new Recipe(
        Dataset.FASHION_MNIST,
        FashionCnn::configuration,
        new ShiftAndFlip(2),
        100,
        8,
        new AdamCycle(3e-3),
        0);
  }

  private static ComputationGraphConfiguration configuration(
      Precision precision, InputType input, IUpdater updater, long seed) {
    return new Chain(precision, input, updater, seed)
        .pixels(32)
        .residual(precision.convolution(32))
        .widened(64)
        .halved()
        .residual(precision.convolution(64))
        .widened(128)
        .halved()
        .normalised(precision.dense(256))
        .classes();
  }
}
