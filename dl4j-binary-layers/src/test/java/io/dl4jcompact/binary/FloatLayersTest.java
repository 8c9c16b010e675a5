package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.Identity;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** With quantisers that change nothing, the layers are Deeplearning4j's own. */
class FloatLayersTest {

  private static final Identity NONE = new Identity();

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "RELU", "TANH", "SOFTPLUS"})
  void denseEqualsDenseLayer(Activation activation) {
    InputType type = InputType.feedForward(9);
    DenseLayer theirs = new DenseLayer.Builder().nOut(6).activation(activation).build();

    assertTrainAlike(network(type, theirs), network(type, dense(activation)), Nd4j.rand(8, 9));
  }

  private static Layer dense(Activation activation) {
    return new BinaryDenseLayer.Builder()
        .nOut(6)
        .activation(activation)
        .inputQuantizer(NONE)
        .weightQuantizer(NONE)
        .build();
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTITY", "RELU", "TANH", "SOFTPLUS"})
  void convolutionEqualsConvolutionLayer(Activation activation) {
    InputType type = InputType.convolutional(7, 6, 2);
    ConvolutionLayer theirs =
        new ConvolutionLayer.Builder(3, 2)
            .nOut(4)
            .stride(2, 1)
            .activation(activation)
            .convolutionMode(ConvolutionMode.Same)
            .build();

    assertTrainAlike(
        network(type, theirs), network(type, convolution(activation)), Nd4j.rand(8, 2, 7, 6));
  }

  private static Layer convolution(Activation activation) {
    return new BinaryConvolutionLayer.Builder(3, 2)
        .nOut(4)
        .stride(2, 1)
        .activation(activation)
        .convolutionMode(ConvolutionMode.Same)
        .inputQuantizer(NONE)
        .weightQuantizer(NONE)
        .build();
  }

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(5).updater(new Sgd(0.3)).l2(0.01).dropOut(0.8);
  }

  private static MultiLayerNetwork network(InputType type, Layer layer) {
    return network(settings(), type, layer);
  }

  private static MultiLayerNetwork network(
      NeuralNetConfiguration.Builder settings, InputType type, Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings
                .list()
                .layer(layer)
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(type)
                .build());
    network.init();
    return network;
  }

  private static void assertTrainAlike(
      MultiLayerNetwork theirs, MultiLayerNetwork ours, INDArray input) {
    assertThat(ours.params()).isEqualTo(theirs.params());
    for (MultiLayerNetwork network : new MultiLayerNetwork[] {theirs, ours}) {
      Nd4j.getRandom().setSeed(4);
      for (int i = 0; i < 4; i++) {
        network.fit(new DataSet(input, labels(input)));
      }
    }
    assertThat(ours.params().equalsWithEps(theirs.params(), 1e-5)).isTrue();
    assertThat(ours.output(input).equalsWithEps(theirs.output(input), 1e-5)).isTrue();
    assertThat(Math.abs(ours.score() - theirs.score())).isLessThan(1e-5);
  }

  private static INDArray labels(INDArray input) {
    INDArray labels = Nd4j.zeros(input.dataType(), input.size(0), 3);
    for (int i = 0; i < input.size(0); i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return labels;
  }

  @Test
  void gradientsPassDeeplearning4jsCheck() {
    DataType parameters = Nd4j.defaultFloatingPointType();
    DataType data = Nd4j.dataType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      Stream.of(Activation.IDENTITY, Activation.TANH)
          .forEach(
              activation -> {
                assertGradients(InputType.feedForward(9), dense(activation), Nd4j.rand(4, 9));
                assertGradients(
                    InputType.convolutional(7, 6, 2),
                    convolution(activation),
                    Nd4j.rand(4, 2, 7, 6));
              });
    } finally {
      Nd4j.setDefaultDataTypes(parameters, data);
    }
  }

  private static void assertGradients(InputType type, Layer layer, INDArray input) {
    NeuralNetConfiguration.Builder settings =
        new NeuralNetConfiguration.Builder().seed(5).updater(new NoOp()).dataType(DataType.DOUBLE);
    MultiLayerNetwork network = network(settings, type, layer);

    assertThat(
            GradientCheckUtil.checkGradients(
                new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .input(input)
                    .labels(labels(input))
                    .epsilon(1e-6)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-8)
                    .print(GradientCheckUtil.PrintMode.ZEROS)))
        .isTrue();
  }
}
