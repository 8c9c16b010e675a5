package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** What cannot be exported is refused with a message that names the layer and the remedy. */
final class ExportRefusalTest {

  private static final InputType IMAGE = InputType.convolutional(8, 8, 2);

  static Stream<Arguments> unsupportedLayers() {
    return Stream.of(
        Arguments.of(new Deconvolution2D.Builder(2, 2).nOut(2).name("odd").build(), IMAGE),
        Arguments.of(new DepthwiseConvolution2D.Builder(2, 2).nOut(2).name("odd").build(), IMAGE),
        Arguments.of(new SeparableConvolution2D.Builder(2, 2).nOut(2).name("odd").build(), IMAGE),
        Arguments.of(new PReLULayer.Builder().inputShape(2, 8, 8).name("odd").build(), IMAGE),
        Arguments.of(
            new CenterLossOutputLayer.Builder().nOut(2).name("odd").build(),
            InputType.feedForward(3)),
        Arguments.of(new LSTM.Builder().nOut(2).name("odd").build(), InputType.recurrent(3)),
        Arguments.of(
            new Convolution1DLayer.Builder(2).nOut(2).name("odd").build(),
            InputType.recurrent(3, 9)));
  }

  @ParameterizedTest
  @MethodSource("unsupportedLayers")
  void anUnsupportedLayerIsNamedWithWhatIsSupported(Layer layer, InputType input) {
    MultiLayerNetwork network = network(input, layer);

    assertThatThrownBy(() -> CompactExporter.export(network, input))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'odd' (" + layer.getClass().getSimpleName() + ")")
        .hasMessageContaining(layer.getClass().getName() + " cannot be exported")
        .hasMessageContaining("ConvolutionLayer, DenseLayer")
        .hasMessageContaining("LayerExporter");
  }

  static Stream<Arguments> unsupportedSettings() {
    return Stream.of(
        Arguments.of(
            new DenseLayer.Builder().nOut(2).hasLayerNorm(true).build(),
            InputType.feedForward(3),
            "hasLayerNorm(false)"),
        Arguments.of(
            new DenseLayer.Builder().nOut(2).activation(new ActivationLReLU(1e60)).build(),
            InputType.feedForward(3),
            "alpha = Infinity"),
        Arguments.of(
            new SubsamplingLayer.Builder().kernelSize(2, 2).stride(1, 1).dilation(2, 2).build(),
            IMAGE,
            "dilation [2, 2]"),
        Arguments.of(
            new SubsamplingLayer.Builder(PoolingType.SUM).kernelSize(2, 2).build(),
            IMAGE,
            "pooling type SUM, which DL4J cannot run either; MAX, AVG and PNORM are supported"),
        Arguments.of(
            new SubsamplingLayer.Builder()
                .kernelSize(1, 1)
                .stride(3, 3)
                .convolutionMode(ConvolutionMode.Same)
                .build(),
            InputType.convolutional(6, 6, 2),
            "stride 3 over windows of 1 in mode Same"));
  }

  @ParameterizedTest
  @MethodSource("unsupportedSettings")
  void anUnsupportedSettingIsNamed(Layer layer, InputType input, String expected) {
    MultiLayerNetwork network = network(input, layer);

    assertThatThrownBy(() -> CompactExporter.export(network, input))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'layer0' (" + layer.getClass().getSimpleName() + ")")
        .hasMessageContaining(expected);
  }

  /** DL4J's builders refuse the mode, its setter and JSON do not. */
  @Test
  void theModeForSequencesIsRefused() {
    ConvolutionLayer layer = new ConvolutionLayer.Builder(2, 2).nOut(2).build();
    MultiLayerNetwork network = network(IMAGE, layer);
    layer.setConvolutionMode(ConvolutionMode.Causal);

    assertThatThrownBy(() -> CompactExporter.export(network, IMAGE))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'layer0' (ConvolutionLayer)")
        .hasMessageContaining("Strict, Truncate and Same are supported");
  }

  @Test
  void channelsLastIsRefused() {
    InputType input = InputType.convolutional(8, 8, 2, CNN2DFormat.NHWC);
    MultiLayerNetwork network =
        network(
            input, new ConvolutionLayer.Builder(2, 2).nOut(2).dataFormat(CNN2DFormat.NHWC).build());

    assertThatThrownBy(() -> CompactExporter.export(network, input))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("format NCHW");
    assertThatThrownBy(() -> CompactExporter.export(network, IMAGE))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'layer0' (ConvolutionLayer)")
        .hasMessageContaining("NHWC");
  }

  @Test
  void anUnsupportedVertexIsNamed() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addVertex("length", new L2NormalizeVertex(), "in")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nIn(3).nOut(2).activation(Activation.SOFTMAX).build(),
                    "length")
                .setOutputs("out")
                .build());
    network.init();

    assertThatThrownBy(() -> CompactExporter.export(network, InputType.feedForward(3)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'length' (L2NormalizeVertex)")
        .hasMessageContaining("MergeVertex");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aParameterThatIsNotFiniteIsNamed(float value) {
    MultiLayerNetwork network =
        network(InputType.feedForward(3), new DenseLayer.Builder().nOut(2).name("sick").build());
    network.getParam("0_W").putScalar(1, 1, value);

    assertThatThrownBy(() -> CompactExporter.export(network))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'sick' (DenseLayer)")
        .hasMessageContaining("parameter 'W'")
        .hasMessageContaining(Float.toString(value));
  }

  @Test
  void aNegativeVarianceIsNamed() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(3),
            new BatchNormalization.Builder().useLogStd(false).name("norm").build());
    network.getParam("0_var").putScalar(1, -2);

    assertThatThrownBy(() -> CompactExporter.export(network, InputType.feedForward(3)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'norm' (BatchNormalization)")
        .hasMessageContaining("channel 1");
  }

  @Test
  void aNetworkWithoutParametersIsRefused() {
    OutputLayer out =
        new OutputLayer.Builder().nIn(3).nOut(2).activation(Activation.SOFTMAX).build();
    MultiLayerNetwork layers =
        new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list().layer(out).build());
    ComputationGraph vertices =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", out, "in")
                .setOutputs("out")
                .build());

    assertThatThrownBy(() -> CompactExporter.export(layers))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("call init() first");
    assertThatThrownBy(() -> CompactExporter.export(vertices))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("call init() first");
  }

  /** Together the two paddings are more than a window can have. */
  @Test
  void whatAPassRefusesIsAnExportException() {
    int most = 1 << 20;
    InputType input = InputType.convolutional(1, 1, 1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ZeroPaddingLayer.Builder(most, 0, 0, 0).build())
                .layer(new ConvolutionLayer.Builder(1, 1).nOut(1).padding(1, 0).build())
                .setInputType(input)
                .validateOutputLayerConfig(false)
                .build());
    network.init();

    assertThatThrownBy(() -> CompactExporter.export(network, input))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("a pass failed")
        .hasMessageContaining("padding must be 0.." + most);
  }

  @Test
  void aWrongNumberOfLabelsIsRefused() {
    MultiLayerNetwork network =
        network(InputType.feedForward(3), new DenseLayer.Builder().nOut(2).build());

    assertThatThrownBy(
            () -> CompactExporter.export(network, ExportOptions.DEFAULT.withLabels(List.of("a"))))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("1 labels for an output of 2 values");
    assertThat(
            CompactExporter.export(network, ExportOptions.DEFAULT.withLabels(List.of("a", "b")))
                .labels())
        .containsExactly("a", "b");
  }

  static MultiLayerNetwork network(InputType input, Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(layer)
                .layer(new LossLayer.Builder().activation(Activation.IDENTITY).build())
                .setInputType(input)
                .validateOutputLayerConfig(false)
                .build());
    network.init();
    return network;
  }
}
