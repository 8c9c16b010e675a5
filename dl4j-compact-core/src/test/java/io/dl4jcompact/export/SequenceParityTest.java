package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Random networks over sequences give what their models give. */
final class SequenceParityTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 100);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int length = numbers.random().nextInt(12, 20);
    int features = numbers.oneOf(1, 3, 5);
    var list =
        new NeuralNetConfiguration.Builder().inferenceWorkspaceMode(WorkspaceMode.NONE).list();
    list.layer(convolution(numbers));
    for (int i = numbers.random().nextInt(1, 4); i > 0; i--) {
      list.layer(between(numbers));
    }
    switch (numbers.oneOf(0, 1, 2)) {
      case 0 ->
          list.layer(new RnnOutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build());
      case 1 -> list.layer(new RnnLossLayer.Builder().activation(Activation.SOFTMAX).build());
      default -> {
        PoolingType[] types = PoolingType.values();
        list.layer(new GlobalPoolingLayer(types[numbers.random().nextInt(types.length)]));
        list.layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build());
        list.layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build());
      }
    }
    InputType input = InputType.recurrent(features, length);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    numbers.fill(network);

    Exported exported =
        Parity.checkFloat(
            network,
            ExportOptions.DEFAULT.withInputTypes(input),
            numbers.grid(3, features, length));

    assertThat(exported.model().inputShape()).containsExactly(features, 1, length);
  }

  private static Layer between(RandomNumbers numbers) {
    return switch (numbers.random().nextInt(7)) {
      case 0 -> pooling(numbers).build();
      case 1 -> pooling(numbers).kernelSize(3).convolutionMode(ConvolutionMode.Same).build();
      case 2 -> new Upsampling1D.Builder(2).build();
      case 3 -> new ZeroPadding1DLayer.Builder(1, 2).build();
      case 4 -> new ActivationLayer(Activation.TANH);
      case 5 -> new DropoutLayer(0.5);
      default -> convolution(numbers);
    };
  }

  private static Subsampling1DLayer.Builder pooling(RandomNumbers numbers) {
    Subsampling1DLayer.PoolingType[] types = {
      Subsampling1DLayer.PoolingType.MAX,
      Subsampling1DLayer.PoolingType.AVG,
      Subsampling1DLayer.PoolingType.PNORM
    };
    return new Subsampling1DLayer.Builder(
            types[numbers.random().nextInt(types.length)], 2, numbers.oneOf(1, 2))
        .pnorm(2);
  }

  /** oneDNN refuses dilated windows in Deeplearning4j's own layer. */
  private static Layer convolution(RandomNumbers numbers) {
    ConvolutionMode mode =
        new ConvolutionMode[] {
              ConvolutionMode.Same, ConvolutionMode.Truncate, ConvolutionMode.Causal
            }
            [numbers.oneOf(0, 1, 2)];
    Convolution1DLayer.Builder builder =
        new Convolution1DLayer.Builder(numbers.oneOf(1, 2, 3))
            .stride(numbers.oneOf(1, 1, 2))
            .nOut(numbers.oneOf(2, 4, 7))
            .convolutionMode(mode)
            .hasBias(numbers.oneOf(0, 1) == 1)
            .activation(numbers.oneOf(0, 1) == 0 ? Activation.TANH : Activation.LEAKYRELU);
    return (mode == ConvolutionMode.Truncate ? builder.padding(numbers.oneOf(0, 1, 2)) : builder)
        .build();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            new Subsampling1DLayer.Builder(2, 2, 1).build(),
            InputType.recurrent(3, 8),
            "padding 1"),
        Arguments.of(
            new Subsampling1DLayer.Builder(2).convolutionMode(ConvolutionMode.Causal).build(),
            InputType.recurrent(3, 8),
            "mode Causal is for convolutions only"),
        Arguments.of(
            new RnnLossLayer.Builder().dataFormat(RNNFormat.NWC).build(),
            InputType.recurrent(3, 8),
            "NWC is not supported, use NCW"),
        Arguments.of(
            new ZeroPadding1DLayer.Builder(1, 1).build(),
            InputType.convolutional(8, 8, 3),
            "takes a sequence"),
        Arguments.of(
            new ActivationLayer(Activation.TANH), InputType.recurrent(3), "with the length"),
        Arguments.of(
            new ActivationLayer(Activation.TANH),
            InputType.recurrent(3, 8, RNNFormat.NWC),
            "format NCW"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatSequencesCannotBeIsSaid(Layer layer, InputType told, String expected) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(layer)
                .layer(new RnnLossLayer.Builder().activation(Activation.IDENTITY).build())
                .validateOutputLayerConfig(false)
                .setInputType(InputType.recurrent(3, 8))
                .build());
    network.init();

    assertThatThrownBy(() -> CompactExporter.export(network, told))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aLayerOfVectorsAtEveryTimeStepIsRefused() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(4).name("steps").build())
                .layer(new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.recurrent(3, 8))
                .build());
    network.init();

    assertThatThrownBy(() -> CompactExporter.export(network, InputType.recurrent(3, 8)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'steps' (DenseLayer)")
        .hasMessageContaining("GlobalPoolingLayer");
  }

  @Test
  void theLengthOfASequenceIsAskedFor() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new Convolution1DLayer.Builder(2).nOut(4).build())
                .layer(new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.recurrent(3, 8))
                .build());
    network.init();

    assertThatThrownBy(() -> CompactExporter.export(network))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("recurrent(size, length)");
  }
}
