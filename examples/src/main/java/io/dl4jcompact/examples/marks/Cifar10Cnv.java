package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A network like CNV, with its widths 64-64-128-128-256-256-512-512-10. It departs from it to be
 * trained in minutes and to lose little: the first convolution has stride 2, maps are padded, and
 * shortcuts go around one-bit layers.
 *
 * @see <a href="https://arxiv.org/abs/1612.07119">Umuroglu et al. 2017, FINN, section 6.1</a>
 * @see <a href="https://arxiv.org/abs/1808.00278">Liu et al. 2018, Bi-Real Net</a>
 */
final class Cifar10Cnv {

  private Cifar10Cnv() {}

  static Recipe recipe() {
    return new Recipe(
        Dataset.CIFAR10,
        Cifar10Cnv::configuration,
        new ShiftAndFlip(3),
        64,
        24,
        new AdamCycle(3e-3),
        0);
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
        .residual(precision.dense(512))
        .classes();
  }
}
