package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolution1DLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Random networks of one-bit convolutions over sequences give what their models give. */
final class SequenceNetworkParityTest {

  private static final ConvolutionMode[] MODES = {
    ConvolutionMode.Truncate, ConvolutionMode.Same, ConvolutionMode.Causal
  };

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 120);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int length = numbers.random().nextInt(130, 140);
    int features = numbers.oneOf(2, 6, 66);
    var list =
        new NeuralNetConfiguration.Builder().inferenceWorkspaceMode(WorkspaceMode.NONE).list();
    for (int i = numbers.random().nextInt(1, 4); i > 0; i--) {
      list.layer(convolution(numbers));
      if (numbers.oneOf(0, 1, 2) == 0) {
        list.layer(pooling());
      }
    }
    if (numbers.oneOf(0, 1) == 0) {
      list.layer(new RnnOutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build());
    } else {
      list.layer(new GlobalPoolingLayer(PoolingType.MAX));
      list.layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build());
    }
    InputType input = InputType.recurrent(features, length);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    numbers.fill(network);

    Exported exported =
        Parity.check(
            network,
            ExportOptions.DEFAULT.withInputTypes(input),
            numbers.grid(3, features, length));

    assertThat(Parity.packed(exported)).isNotEmpty();
  }

  private static Layer pooling() {
    return new Subsampling1DLayer.Builder(Subsampling1DLayer.PoolingType.MAX, 2, 2).build();
  }

  /**
   * One-bit weights only: Deeplearning4j has no batch normalisation over sequences, which would
   * keep sums of floats off the next quantiser's threshold.
   */
  private static Layer convolution(RandomNumbers numbers) {
    Quantizer weights = new SignQuantizer();
    ConvolutionMode mode = MODES[numbers.oneOf(0, 1, 2)];
    BinaryConvolution1DLayer.Builder builder =
        new BinaryConvolution1DLayer.Builder(numbers.oneOf(1, 2, 3))
            .nOut(numbers.oneOf(2, 6, 34, 66))
            .groups(numbers.oneOf(1, 1, 2))
            .stride(numbers.oneOf(1, 1, 2))
            .dilation(numbers.oneOf(1, 1, 2))
            .convolutionMode(mode)
            .hasBias(numbers.oneOf(0, 1) == 1)
            .activation(numbers.oneOf(0, 1) == 1 ? Activation.HARDTANH : Activation.IDENTITY)
            .inputQuantizer(Quantizations.ofInput(numbers))
            .weightScale(Quantizations.scaled(numbers, weights));
    return (mode == ConvolutionMode.Truncate ? builder.padding(numbers.oneOf(1, 2)) : builder)
        .build();
  }

  @Test
  void bitsTravelBetweenTheLayersOfASequenceNetwork() {
    InputType input = InputType.recurrent(3, 40);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new Convolution1DLayer.Builder(5)
                        .name("float")
                        .nOut(12)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BinaryConvolution1DLayer.Builder(3).name("first").nOut(20).build())
                .layer(pooling())
                .layer(
                    new BinaryConvolution1DLayer.Builder(3)
                        .name("second")
                        .groups(4)
                        .nOut(16)
                        .convolutionMode(ConvolutionMode.Causal)
                        .inputQuantizer(new SignQuantizer())
                        .build())
                .layer(new ActivationLayer(Activation.TANH))
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new BinaryDenseLayer.Builder().name("third").nOut(9).build())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(input)
                .build());
    network.init();
    RandomNumbers numbers = new RandomNumbers(3);
    numbers.fill(network);

    Exported exported =
        Parity.check(network, ExportOptions.DEFAULT.withInputTypes(input), numbers.grid(4, 3, 40));

    assertThat(Parity.packed(exported)).containsExactly("first", "second", "third");
    assertThat(exported.report().layer("first").note()).isEqualTo("gives bits");
    assertThat(exported.model().inputShape()).containsExactly(3, 1, 40);
  }
}
