package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nd4j.linalg.api.buffer.DataType.FLOAT;

import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Random networks of Deeplearning4j's depthwise and separable convolutions equal their models. */
final class SeparableParityTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int height = numbers.random().nextInt(7, 12);
    int width = numbers.random().nextInt(7, 12);
    // Deeplearning4j refuses to run a separable convolution of one channel.
    int channels = numbers.oneOf(2, 3, 5);
    var list =
        new NeuralNetConfiguration.Builder().inferenceWorkspaceMode(WorkspaceMode.NONE).list();
    for (int i = numbers.random().nextInt(1, 4); i > 0; i--) {
      list.layer(numbers.oneOf(0, 1) == 0 ? depthwise(numbers) : separable(numbers));
    }
    list.layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build());
    InputType input = InputType.convolutional(height, width, channels);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    numbers.fill(network);

    Exported exported =
        Parity.checkFloat(
            network,
            ExportOptions.DEFAULT.withInputTypes(input),
            numbers.grid(3, channels, height, width));

    assertThat(exported.report().layers()).hasSize(network.getnLayers());
  }

  /** A dilated one gets two outputs a channel, since oneDNN refuses others. */
  private static Layer depthwise(RandomNumbers numbers) {
    int dilation = numbers.oneOf(1, 1, 2);
    DepthwiseConvolution2D.Builder builder =
        new DepthwiseConvolution2D.Builder(numbers.oneOf(2, 3), numbers.oneOf(1, 2, 3))
            .depthMultiplier(dilation == 1 ? numbers.oneOf(1, 2, 3) : 2);
    return common(builder, numbers, dilation).build();
  }

  private static Layer separable(RandomNumbers numbers) {
    SeparableConvolution2D.Builder builder =
        new SeparableConvolution2D.Builder(numbers.oneOf(2, 3), numbers.oneOf(1, 2, 3))
            .dataFormat(CNN2DFormat.NCHW)
            .depthMultiplier(numbers.oneOf(2, 3))
            .nOut(numbers.oneOf(3, 4, 7));
    return common(builder, numbers, numbers.oneOf(1, 1, 2)).build();
  }

  private static <T extends org.deeplearning4j.nn.conf.layers.ConvolutionLayer.BaseConvBuilder<T>>
      T common(T builder, RandomNumbers numbers, int dilation) {
    boolean same = numbers.oneOf(0, 1) == 1;
    builder
        .stride(numbers.oneOf(1, 1, 2), numbers.oneOf(1, 1, 2))
        .dilation(dilation, dilation)
        .convolutionMode(same ? ConvolutionMode.Same : ConvolutionMode.Truncate)
        .hasBias(numbers.oneOf(0, 1) == 1)
        .activation(numbers.oneOf(0, 1) == 0 ? Activation.TANH : Activation.LEAKYRELU);
    return same ? builder : builder.padding(numbers.oneOf(1, 2), 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"Same", "Truncate"})
  void aSinglePointwiseWeightIsLeftOutAsDeeplearning4jDoes(ConvolutionMode mode) {
    InputType input = InputType.convolutional(4, 4, 1);
    MultiLayerNetwork network =
        ExportRefusalTest.network(
            input,
            new SeparableConvolution2D.Builder(2, 2)
                .dataFormat(CNN2DFormat.NCHW)
                .nOut(1)
                .convolutionMode(mode)
                .build());
    network.setParams(Nd4j.linspace(FLOAT, 0.25, 0.25, network.numParams()).reshape(1, -1));
    INDArray image = Nd4j.linspace(FLOAT, -2, 0.25, 16).reshape(1, 1, 4, 4);

    float[] packed =
        CompactExporter.export(network, ExportOptions.DEFAULT.withInputTypes(input))
            .predict(image.ravel().toFloatVector());

    float[] expected = network.output(image).ravel().toFloatVector();
    assertThat(packed).usingComparatorWithPrecision(1e-5f).containsExactly(expected);
  }

  @Test
  void bothProductsOfASeparableConvolutionAreCounted() {
    MultiLayerNetwork network =
        ExportRefusalTest.network(
            InputType.convolutional(6, 5, 3),
            new SeparableConvolution2D.Builder(3, 3)
                .dataFormat(CNN2DFormat.NCHW)
                .depthMultiplier(2)
                .nOut(4)
                .name("both")
                .build());

    PackReport report =
        CompactExporter.exportWithReport(
                network, ExportOptions.DEFAULT.withInputTypes(InputType.convolutional(6, 5, 3)))
            .report();

    assertThat(report.layer("both").multiplyAdds())
        .isEqualTo(new MultiplyAdds(0, 0, 4 * 3 * (9 * 6 + 6 * 4)));
  }

  @Test
  void channelsLastIsRefused() {
    InputType input = InputType.convolutional(6, 5, 3, CNN2DFormat.NHWC);
    MultiLayerNetwork network =
        ExportRefusalTest.network(
            input, new DepthwiseConvolution2D.Builder(3, 3).dataFormat(CNN2DFormat.NHWC).build());

    assertThatThrownBy(() -> CompactExporter.export(network, InputType.convolutional(6, 5, 3)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'layer0' (DepthwiseConvolution2D)")
        .hasMessageContaining("use NCHW");
  }
}
