package io.dl4jcompact.examples.marks;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.examples.data.Dataset;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Small networks of bits that packed training can train: bits go from Boolean layer to Boolean
 * layer, without a batch normalisation between them. η is the paper's for such networks.
 */
enum PlainNet implements Recipe.Architecture {
  /** Dense 784-256-512-512-10, float at both ends. */
  MLP(3, 12) {
    @Override
    InputType input(InputType images) {
      return InputType.feedForward(images.arrayElementsPerExample());
    }

    @Override
    List<Layer> inner() {
      return List.of(
          new DenseLayer.Builder().nOut(256).hasBias(false).build(),
          normalisation(),
          step(),
          dense(512),
          dense(512));
    }
  },
  /** A float 5x5 convolution with 8 channels, Boolean ones with 32 and 64, dense 256-10. */
  CNN(3, 12) {
    @Override
    InputType input(InputType images) {
      return images;
    }

    @Override
    List<Layer> inner() {
      return List.of(
          new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(8).hasBias(false).build(),
          normalisation(),
          step(),
          convolution(32).maxPoolingFollows(true).build(),
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
              .kernelSize(2, 2)
              .stride(2, 2)
              .build(),
          convolution(64).build(),
          dense(256));
    }
  };

  private static final int BATCH = 100;
  private static final double PEAK = 3e-3;
  private static final double STATISTICS_DECAY = 0.99;

  private final int epochs;
  private final double eta;

  PlainNet(int epochs, double eta) {
    this.epochs = epochs;
    this.eta = eta;
  }

  abstract InputType input(InputType images);

  /** All layers but the last. */
  abstract List<Layer> inner();

  private static Layer normalisation() {
    return new BatchNormalization.Builder().decay(STATISTICS_DECAY).build();
  }

  private static Layer step() {
    return new ActivationLayer.Builder().activation(new BooleanActivation().withFanIn(1)).build();
  }

  private static Layer dense(int outputs) {
    return new BooleanDenseLayer.Builder()
        .nOut(outputs)
        .activation(new BooleanActivation())
        .build();
  }

  private static BooleanConvolutionLayer.Builder convolution(int outputs) {
    return new BooleanConvolutionLayer.Builder(Precision.KERNEL, Precision.KERNEL)
        .nOut(outputs)
        .activation(new BooleanActivation());
  }

  private static FeedForwardLayer last() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(Dataset.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** A training of this network, by whatever holds the bits. */
  Recipe recipe(Dataset dataset) {
    SignFlips updates = new SignFlips(eta, new AdamCycle(PEAK));
    return new Recipe(dataset, this, new Unchanged(), BATCH, epochs, updates, 0);
  }

  @Override
  public ComputationGraphConfiguration configuration(
      Precision precision, InputType images, IUpdater updater, long seed) {
    Chain chain = new Chain(precision, input(images), updater, seed);
    inner().forEach(chain::layer);
    return chain.endsWith(last());
  }

  /** The same as a list of layers. */
  MultiLayerConfiguration list(InputType images, IUpdater updater, long seed) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(updater)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Same)
            .list();
    inner().forEach(list::layer);
    return list.layer(last()).setInputType(input(images)).build();
  }
}
