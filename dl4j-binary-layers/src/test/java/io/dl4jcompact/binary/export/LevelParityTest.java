package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.BinaryDepthwiseConvolutionLayer;
import io.dl4jcompact.binary.Quantization;
import io.dl4jcompact.binary.QuantizerLayer;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Layers with values of one's own are packed as those with the usual ones. */
class LevelParityTest {

  /** Of numbers with and without exact floats; padding with a value that is not 0. */
  static Stream<Quantizer> inputQuantizers() {
    return Stream.of(
        new LevelQuantizer(2, -0.5f, new StepQuantizer(0.25f)),
        new LevelQuantizer(0.3f, 0.1f, new StepQuantizer()),
        new LevelQuantizer(0.7f, -0.7f, new SignQuantizer()),
        new LevelQuantizer(3, 1, new StochasticStepQuantizer()),
        new LevelQuantizer(1.1f, -1, new DynamicStepQuantizer()),
        new LevelQuantizer(0.7f, -0.2f, new SignQuantizer(0.1f)),
        new LevelQuantizer(-1, 1, new SignQuantizer()),
        new LevelQuantizer(-0.3f, 1.5f, new StepQuantizer(0.25f)));
  }

  @ParameterizedTest
  @MethodSource("inputQuantizers")
  void levelsAreFoldedIntoThresholds(Quantizer quantizer) {
    InputType input = InputType.convolutional(7, 6, 3);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(convolution(quantizer).name("first").nOut(33).build())
                .layer(new BatchNormalization())
                .layer(convolution(quantizer).name("second").nOut(20).build())
                .layer(new BatchNormalization())
                .layer(
                    new BinaryDenseLayer.Builder()
                        .name("third")
                        .nOut(9)
                        .inputQuantizer(quantizer)
                        .weightQuantizer(new LevelQuantizer(0.2f, -0.2f, new SignQuantizer()))
                        .build())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(input)
                .build());
    network.init();
    RandomNumbers numbers = new RandomNumbers(11);
    numbers.fill(network);

    Exported exported =
        Parity.check(
            network, ExportOptions.DEFAULT.withInputTypes(input), numbers.grid(5, 3, 7, 6));

    assertThat(Parity.packed(exported)).containsExactly("first", "second", "third");
    for (String name : new String[] {"first", "second"}) {
      assertThat(exported.report().layer(name).note()).as(name).isEqualTo("gives bits");
    }
  }

  static Stream<Quantization> weightsOfAnyValues() {
    return inputQuantizers()
        .flatMap(
            input ->
                Stream.of(
                    new Quantization(
                        input, new LevelQuantizer(0.7f, -0.3f, new SignQuantizer()), false),
                    new Quantization(
                        input, new LevelQuantizer(-1, 3, new SignQuantizer(0.1f)), true)));
  }

  @ParameterizedTest
  @MethodSource("weightsOfAnyValues")
  void weightsOfAnyTwoValuesArePackedToo(Quantization quantization) {
    InputType input = InputType.convolutional(7, 6, 4);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(
                    new BinaryConvolutionLayer.Builder(3, 3)
                        .name("grouped")
                        .nOut(66)
                        .groups(2)
                        .inputQuantizer(quantization.input())
                        .weightQuantizer(quantization.weights())
                        .weightScale(quantization.weightScale())
                        .build())
                .layer(new BatchNormalization())
                .layer(
                    new BinaryDepthwiseConvolutionLayer.Builder(3, 2)
                        .name("depthwise")
                        .inputQuantizer(quantization.input())
                        .weightQuantizer(quantization.weights())
                        .build())
                .layer(new BatchNormalization())
                .layer(
                    new BinaryDenseLayer.Builder()
                        .name("dense")
                        .nOut(9)
                        .inputQuantizer(quantization.input())
                        .weightQuantizer(quantization.weights())
                        .weightScale(quantization.weightScale())
                        .build())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(input)
                .build());
    network.init();
    RandomNumbers numbers = new RandomNumbers(13);
    numbers.fill(network);

    Exported exported =
        Parity.check(
            network, ExportOptions.DEFAULT.withInputTypes(input), numbers.grid(5, 4, 7, 6));

    assertThat(Parity.packed(exported)).containsExactly("grouped", "depthwise", "dense");
  }

  static Stream<Arguments> turnedRound() {
    return Stream.of(
        Arguments.of(new LevelQuantizer(-1, 1, new SignQuantizer(0.1f)), new SignQuantizer()),
        Arguments.of(new LevelQuantizer(0, 1, new StepQuantizer()), new StepQuantizer(0.5f)));
  }

  @ParameterizedTest
  @MethodSource("turnedRound")
  void bitsThatAreTurnedRoundGoOnAsBits(Quantizer turned, Quantizer next) {
    InputType input = InputType.convolutional(5, 4, 3);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(33).build())
                .layer(new QuantizerLayer.Builder(turned).name("bits").build())
                .layer(
                    new BinaryConvolutionLayer.Builder(3, 3)
                        .name("next")
                        .nOut(20)
                        .inputQuantizer(next)
                        .build())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(input)
                .build());
    network.init();
    RandomNumbers numbers = new RandomNumbers(17);
    numbers.fill(network);

    Exported exported =
        Parity.check(
            network, ExportOptions.DEFAULT.withInputTypes(input), numbers.grid(5, 3, 5, 4));

    assertThat(Parity.packed(exported)).containsExactly("next");
  }

  private static BinaryConvolutionLayer.Builder convolution(Quantizer quantizer) {
    return new BinaryConvolutionLayer.Builder(3, 3).inputQuantizer(quantizer).weightScale(true);
  }
}
