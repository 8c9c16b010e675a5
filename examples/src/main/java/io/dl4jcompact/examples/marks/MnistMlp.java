package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Four dense layers 784-1024-1024-1024-10, all of one-bit weights and, but for the pixels, one-bit
 * inputs; each with a batch normalisation, the last too.
 *
 * @see <a href="https://arxiv.org/abs/1602.02830">Courbariaux et al. 2016, section 2.1</a>
 */
final class MnistMlp {

  private static final int HIDDEN = 1024;

  private MnistMlp() {}

  static Recipe recipe() {
    return new Recipe(
        Dataset.MNIST,
        MnistMlp::configuration,
        new Warp(10, 0.1, 1.5, 0.7),
        100,
        30,
        new AdamCycle(3e-3),
        0);
  }

  private static ComputationGraphConfiguration configuration(
      Precision precision, InputType input, IUpdater updater, long seed) {
    InputType pixels = InputType.feedForward(input.arrayElementsPerExample());
    return new Chain(precision, pixels, updater, seed)
        .layer(precision.denseOfPixels(HIDDEN))
        .normalisation()
        .normalised(precision.dense(HIDDEN))
        .normalised(precision.dense(HIDDEN))
        .normalised(precision.dense(Dataset.CLASSES))
        .endsWith(
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
  }
}
