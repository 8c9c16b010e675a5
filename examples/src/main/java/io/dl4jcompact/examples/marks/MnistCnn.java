package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/** A small convolutional network for digits, 32-64-64-256-10. */
final class MnistCnn {

  private MnistCnn() {}

  static Recipe recipe() {
    return new Recipe(
        Dataset.MNIST,
        MnistCnn::configuration,
        new Warp(10, 0.1, 1.5, 0.7),
        100,
        16,
        new AdamCycle(3e-3),
        0);
  }

  private static ComputationGraphConfiguration configuration(
      Precision precision, InputType input, IUpdater updater, long seed) {
    return new Chain(precision, input, updater, seed)
        .pixels(32)
        .normalised(precision.convolution(64))
        .halved()
        .normalised(precision.convolution(64))
        .halved()
        .normalised(precision.dense(256))
        .classes();
  }
}
