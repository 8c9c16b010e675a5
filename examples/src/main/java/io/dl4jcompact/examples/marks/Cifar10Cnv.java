package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/** A network like CNV. */
final class Cifar10Cnv {

  private Cifar10Cnv() {}

  static Recipe recipe() {
    return new Recipe(
        Dataset.CIFAR10, Cifar10Cnv::configuration, new ShiftAndFlip(3), 64, 2, 3e-3, 0);
  }

  private static ComputationGraphConfiguration configuration(
      Precision precision, InputType input, IUpdater updater, long seed) {
    return new Chain(precision, input, updater, seed)
        .pixels(64)
        .residual(precision.convolution(64))
        .halved()
        .widened(128)
        .residual(precision.convolution(128))
        .halved()
        .widened(256)
        .residual(precision.convolution(256))
        .halved()
        .normalised(precision.dense(512))
        .normalised(precision.dense(512))
        .classes();
  }
}
