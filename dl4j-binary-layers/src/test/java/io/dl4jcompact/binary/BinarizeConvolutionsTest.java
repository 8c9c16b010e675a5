package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.Identity;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Depthwise convolutions and those over time, as one-bit ones. */
class BinarizeConvolutionsTest {

  private static MultiLayerNetwork network(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().activation(Activation.RELU).list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    list.layer(
        new OutputLayer.Builder().name("out").nOut(3).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    new RandomNumbers(4).fill(network);
    return network;
  }

  private static MultiLayerNetwork images() {
    return network(
        InputType.convolutional(8, 7, 3),
        depthwise("first", 1),
        depthwise("second", 2),
        depthwise("third", 1));
  }

  private static Layer depthwise(String name, int multiplier) {
    return new DepthwiseConvolution2D.Builder(3, 2)
        .name(name)
        .depthMultiplier(multiplier)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static MultiLayerNetwork sequences() {
    return network(
        InputType.recurrent(3, 24),
        convolution("first").build(),
        convolution("second").stride(2).build(),
        new Subsampling1DLayer.Builder(Subsampling1DLayer.PoolingType.MAX, 2, 2).build(),
        convolution("third").convolutionMode(ConvolutionMode.Causal).build(),
        new GlobalPoolingLayer.Builder(PoolingType.MAX).build());
  }

  private static Convolution1DLayer.Builder convolution(String name) {
    return new Convolution1DLayer.Builder(3).name(name).nOut(5);
  }

  private static Layer conf(MultiLayerNetwork network, int layer) {
    return network.getLayer(layer).conf().getLayer();
  }

  /** Without quantisers a one-bit layer is the float one: settings and parameters are the same. */
  private static void assertSameWithoutQuantizers(MultiLayerNetwork network, INDArray input) {
    Binarize floats =
        new Binarize()
            .inputQuantizer(new Identity())
            .weightQuantizer(new Identity())
            .weightScale(false);

    MultiLayerNetwork result = floats.apply(network).result();

    assertThat(result.output(input).equalsWithEps(network.output(input), 1e-5)).isTrue();
  }

  @Test
  void parametersOfDepthwiseConvolutionsFit() {
    assertSameWithoutQuantizers(images(), new RandomNumbers(5).grid(4, 3, 8, 7));
  }

  @Test
  void parametersOfConvolutionsOverTimeAreReordered() {
    assertSameWithoutQuantizers(sequences(), new RandomNumbers(5).grid(4, 3, 24));
  }

  @Test
  void depthwiseConvolutionsBecomeOneBitOnesAndAreExported() {
    Binarized<MultiLayerNetwork> made = new Binarize().apply(images());

    assertThat(made.oneBitLayers()).containsExactly("second", "third");
    BinaryDepthwiseConvolutionLayer second =
        (BinaryDepthwiseConvolutionLayer) conf(made.result(), 1);
    assertThat(second.depthMultiplier()).isEqualTo(2);
    assertThat(second.getActivationFn()).isInstanceOf(ActivationIdentity.class);
    InputType input = InputType.convolutional(8, 7, 3);
    Exported exported =
        Parity.check(
            made.result(),
            ExportOptions.DEFAULT.withInputTypes(input),
            new RandomNumbers(6).grid(4, 3, 8, 7));
    assertThat(Parity.packed(exported)).containsExactly("second", "third");
  }

  @Test
  void convolutionsOverTimeBecomeOneBitOnesAndAreExported() {
    Binarized<MultiLayerNetwork> made = new Binarize().apply(sequences());

    assertThat(made.oneBitLayers()).containsExactly("second", "third");
    BinaryConvolution1DLayer second = (BinaryConvolution1DLayer) conf(made.result(), 1);
    assertThat(second.getKernelSize()).containsExactly(3, 1);
    assertThat(second.getStride()).containsExactly(2, 1);
    assertThat(second.getActivationFn())
        .as("through the max-pooling too")
        .isInstanceOf(ActivationIdentity.class);
    InputType input = InputType.recurrent(3, 24);
    Exported exported =
        Parity.check(
            made.result(),
            ExportOptions.DEFAULT.withInputTypes(input),
            new RandomNumbers(6).grid(4, 3, 24));
    assertThat(Parity.packed(exported)).containsExactly("second", "third");
  }

  private static MultiLayerNetwork separable() {
    return network(
        InputType.convolutional(8, 7, 3),
        depthwise("first", 1),
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX).build(),
        separable("second").build(),
        separable("third").hasBias(false).stride(2, 2).build());
  }

  private static SeparableConvolution2D.Builder separable(String name) {
    return new SeparableConvolution2D.Builder(3, 2)
        .name(name)
        .depthMultiplier(2)
        .nOut(5)
        .dataFormat(CNN2DFormat.NCHW)
        .convolutionMode(ConvolutionMode.Same);
  }

  @Test
  void parametersOfSeparableConvolutionsAreShared() {
    assertSameWithoutQuantizers(separable(), new RandomNumbers(5).grid(4, 3, 8, 7));
  }

  @Test
  void separableConvolutionsBecomeTwoLayersAndAreExported() {
    Binarized<MultiLayerNetwork> made = new Binarize().apply(separable());

    assertThat(made.report())
        .contains(
            "second (SeparableConvolution2D): now BinaryDepthwiseConvolutionLayer and"
                + " BinaryConvolutionLayer");
    InputType input = InputType.convolutional(8, 7, 3);
    Exported exported =
        Parity.check(
            made.result(),
            ExportOptions.DEFAULT.withInputTypes(input),
            new RandomNumbers(6).grid(4, 3, 8, 7));
    assertThat(Parity.packed(exported))
        .containsExactly("second-depth", "second", "third-depth", "third");
    assertThat(exported.report().layer("third-depth").note()).isEqualTo("gives bits");
    made.result().fit(new RandomNumbers(6).grid(4, 3, 8, 7), Nd4j.eye(4).getColumns(0, 1, 2));
  }

  @Test
  void separableConvolutionsOfGraphsToo() {
    InputType input = InputType.convolutional(8, 7, 3);
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .addLayer("first", depthwise("first", 1), "image")
                .addLayer("left", separable("left").build(), "first")
                .addLayer("right", separable("right").build(), "first")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build(),
                    "sum")
                .setOutputs("out")
                .setInputTypes(input)
                .build());
    network.init();
    new RandomNumbers(4).fill(network);
    INDArray x = new RandomNumbers(5).grid(4, 3, 8, 7);
    Binarize floats =
        new Binarize()
            .inputQuantizer(new Identity())
            .weightQuantizer(new Identity())
            .weightScale(false);

    ComputationGraph same = floats.apply(network).result();
    ComputationGraph oneBit = new Binarize().only("left").apply(network).result();

    assertThat(same.outputSingle(x).equalsWithEps(network.outputSingle(x), 1e-5)).isTrue();
    Exported exported = Parity.check(oneBit, ExportOptions.DEFAULT.withInputTypes(input), x);
    assertThat(Parity.packed(exported)).containsExactlyInAnyOrder("left-depth", "left");
  }

  @Test
  void timeStepsFirstAreLeft() {
    Layer conf = convolution("mine").rnnDataFormat(RNNFormat.NWC).build();

    assertThat(OneBitForms.obstacle(conf)).contains("has its time steps first");
  }
}
