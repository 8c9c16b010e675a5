package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDepthwiseConvolutionLayer;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.MultiplyAdds;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Random networks of grouped, depthwise and separable convolutions give what their models give. */
final class GroupedNetworkParityTest {

  private static final int GROUPS = 4;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 120);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int size = numbers.random().nextInt(11, 15);
    int channels = GROUPS * numbers.oneOf(1, 2, 17);
    var list =
        new NeuralNetConfiguration.Builder().inferenceWorkspaceMode(WorkspaceMode.NONE).list();
    for (int i = numbers.random().nextInt(1, 4); i > 0; i--) {
      list.layer(numbers.oneOf(0, 1, 2) == 0 ? depthwise(numbers) : grouped(numbers));
      // Its odd constants keep sums of floats off the next quantiser's threshold.
      list.layer(new BatchNormalization());
      if (numbers.oneOf(0, 1, 2) == 0) {
        list.layer(pooling());
      }
    }
    list.layer(new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build());
    InputType input = InputType.convolutional(size, size + 1, channels);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    numbers.fill(network);

    Exported exported =
        Parity.check(
            network,
            ExportOptions.DEFAULT.withInputTypes(input),
            numbers.grid(3, channels, size, size + 1));

    assertThat(exported.report().layers()).hasSize(network.getnLayers());
  }

  private static Layer pooling() {
    return new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(1, 1).build();
  }

  private static Layer grouped(RandomNumbers numbers) {
    Quantizer weights = Quantizations.ofWeights(numbers);
    int kernel = numbers.oneOf(1, 2, 3);
    return new BinaryConvolutionLayer.Builder(kernel, numbers.oneOf(1, 2, 3))
        .nOut(GROUPS * numbers.oneOf(1, 3, 9, 17))
        .groups(numbers.oneOf(1, 2, GROUPS))
        .stride(numbers.oneOf(1, 1, 2), 1)
        .dilation(numbers.oneOf(1, 1, 2), 1)
        .convolutionMode(ConvolutionMode.Same)
        .hasBias(numbers.oneOf(0, 1) == 1)
        .inputQuantizer(Quantizations.ofInput(numbers))
        .weightQuantizer(weights)
        .weightScale(Quantizations.scaled(numbers, weights))
        .build();
  }

  private static Layer depthwise(RandomNumbers numbers) {
    Quantizer weights = Quantizations.ofWeights(numbers);
    return new BinaryDepthwiseConvolutionLayer.Builder(numbers.oneOf(2, 3), numbers.oneOf(1, 3))
        .depthMultiplier(numbers.oneOf(1, 1, 2))
        .stride(1, numbers.oneOf(1, 1, 2))
        .dilation(1, numbers.oneOf(1, 1, 2))
        .padding(numbers.oneOf(1, 2), numbers.oneOf(1, 2))
        .hasBias(numbers.oneOf(0, 1) == 1)
        .activation(numbers.oneOf(0, 1) == 1 ? Activation.HARDTANH : Activation.IDENTITY)
        .inputQuantizer(Quantizations.ofInput(numbers))
        .weightQuantizer(weights)
        .weightScale(Quantizations.scaled(numbers, weights))
        .build();
  }

  @Test
  void bitsTravelBetweenTheLayersOfASeparableConvolution() {
    InputType input = InputType.convolutional(8, 8, 12);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new BinaryDepthwiseConvolutionLayer.Builder(3, 3)
                        .name("each")
                        .convolutionMode(ConvolutionMode.Same)
                        .inputQuantizer(new SignQuantizer())
                        .weightScale(true)
                        .build())
                .layer(new BatchNormalization.Builder().name("norm").build())
                .layer(new BinaryConvolutionLayer.Builder(1, 1).name("mix").nOut(20).build())
                .layer(new BatchNormalization())
                .layer(
                    new BinaryConvolutionLayer.Builder(3, 3)
                        .name("groups")
                        .groups(4)
                        .nOut(8)
                        .build())
                .layer(new OutputLayer.Builder().nOut(5).activation(Activation.SOFTMAX).build())
                .setInputType(input)
                .build());
    network.init();
    RandomNumbers numbers = new RandomNumbers(5);
    numbers.fill(network);

    Exported exported =
        Parity.check(
            network, ExportOptions.DEFAULT.withInputTypes(input), numbers.grid(3, 12, 8, 8));

    assertThat(Parity.packed(exported)).containsExactly("each", "mix", "groups");
    assertThat(exported.report().layer("each").note()).isEqualTo("gives bits");
    assertThat(exported.report().layer("mix").note()).isEqualTo("gives bits");
    assertThat(exported.report().layer("norm").note()).isEqualTo("folded into 'each'");
    assertThat(exported.report().layer("each").multiplyAdds())
        .isEqualTo(new MultiplyAdds(8 * 8 * 9 * 12, 0, 0));
    assertThat(exported.report().layer("groups").multiplyAdds())
        .isEqualTo(new MultiplyAdds(6 * 6 * 9 * 8 * 5, 0, 0));
  }
}
