package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Networks of vertices give what their models give. */
final class GraphParityTest {

  private static final InputType IMAGE = InputType.convolutional(6, 5, 3);

  @ParameterizedTest
  @EnumSource(ElementWiseVertex.Op.class)
  void aResidualBlockAgrees(ElementWiseVertex.Op op) {
    ComputationGraph network =
        network(
            builder()
                .addInputs("image")
                .addLayer("first", convolution(Activation.TANH), "image")
                .addLayer("norm", new BatchNormalization(), "first")
                .addLayer("second", convolution(Activation.IDENTITY), "norm")
                .addVertex("sum", new ElementWiseVertex(op), "second", "first")
                .addLayer("out", output(4), "sum")
                .setOutputs("out")
                .setInputTypes(IMAGE)
                .build(),
            1);

    Parity.checkFloat(
        network,
        ExportOptions.DEFAULT.withInputTypes(IMAGE),
        new RandomNumbers(2).grid(3, 3, 6, 5));
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void severalInputsAndOutputsKeepTheirOrder(long seed) {
    ComputationGraph network =
        network(
            builder()
                .addInputs("image", "vector")
                .addLayer("conv", convolution(Activation.RELU), "image")
                .addVertex("scaled", new FrozenVertex(new ScaleVertex(-0.7)), "conv")
                .addVertex("shifted", new ShiftVertex(0.3), "scaled")
                .addVertex("both", new MergeVertex(), "conv", "shifted")
                .addLayer("pooled", convolution(Activation.TANH), "both")
                .addVertex(
                    "flat",
                    new PreprocessorVertex(new CnnToFeedForwardPreProcessor(6, 5, 4)),
                    "pooled")
                .addLayer("dense", dense(), "vector")
                .addVertex("all", new MergeVertex(), "flat", "dense")
                .addLayer("second", output(3), "all")
                .addLayer("first", output(2), "dense")
                .setOutputs("first", "second")
                .setInputTypes(IMAGE, InputType.feedForward(7))
                .build(),
            seed);
    RandomNumbers numbers = new RandomNumbers(seed);

    Exported exported =
        Parity.checkFloat(
            network,
            ExportOptions.DEFAULT.withInputTypes(IMAGE, InputType.feedForward(7)),
            numbers.grid(4, 3, 6, 5),
            numbers.grid(4, 7));

    assertThat(exported.report().layer("scaled").kind()).isEqualTo("ScaleVertex");
    assertThat(exported.report().layer("conv").kind()).isEqualTo("ConvolutionLayer");
  }

  @Test
  void preprocessorsInARowAgree() {
    ComputationGraph network =
        network(
            builder()
                .addInputs("vector")
                .addVertex(
                    "turned",
                    new PreprocessorVertex(
                        new ComposableInputPreProcessor(
                            new FeedForwardToCnnPreProcessor(2, 3, 4),
                            new CnnToFeedForwardPreProcessor(2, 3, 4))),
                    "vector")
                .addLayer(
                    "out",
                    new OutputLayer.Builder()
                        .nIn(24)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "turned")
                .setOutputs("out")
                .build(),
            3);

    Parity.checkFloat(
        network,
        ExportOptions.DEFAULT.withInputTypes(InputType.feedForward(24)),
        new RandomNumbers(4).grid(2, 24));
  }

  @Test
  void aMapAsOutputLeavesChannelsFirst() {
    ComputationGraph network =
        network(
            builder()
                .addInputs("image")
                .addLayer("conv", convolution(Activation.TANH), "image")
                .addLayer(
                    "out",
                    new CnnLossLayer.Builder(LossFunctions.LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .build(),
                    "conv")
                .setOutputs("out")
                .setInputTypes(IMAGE)
                .build(),
            5);

    Exported exported =
        Parity.checkFloat(
            network,
            ExportOptions.DEFAULT.withInputTypes(IMAGE),
            new RandomNumbers(6).grid(2, 3, 6, 5));

    assertThat(exported.model().outputShape()).containsExactly(4, 6, 5);
  }

  /** Without workspaces, DL4J's inference writes the activation over its input. */
  @ParameterizedTest
  @CsvSource({"ENABLED, true", "NONE, false"})
  void anActivationBesideAnotherVertexIsThatOfTraining(WorkspaceMode mode, boolean same) {
    ComputationGraph network =
        network(
            new NeuralNetConfiguration.Builder()
                .inferenceWorkspaceMode(mode)
                .graphBuilder()
                .addInputs("vector")
                .addLayer("dense", dense(), "vector")
                .addLayer("active", new ActivationLayer(Activation.SOFTSIGN), "dense")
                .addVertex("both", new MergeVertex(), "active", "dense")
                .addLayer("out", output(3), "both")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(7))
                .build(),
            9);
    INDArray input = new RandomNumbers(10).grid(2, 7);

    float[] actual = CompactExporter.export(network).predict(Parity.values(input));

    float[] training = Parity.values(network.output(true, input)[0]);
    assertThat(actual).containsExactly(training, within(1e-6f));
    float[] inference = Parity.values(network.outputSingle(input));
    assertThat(Arrays.equals(inference, training)).isEqualTo(same);
  }

  @Test
  void inputSizesAreInferredFromDenseLayers() {
    ComputationGraph network =
        network(
            builder()
                .addInputs("left", "right")
                .addLayer("a", dense(), "left")
                .addLayer("b", dense(), "right")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addLayer("out", output(2), "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(7), InputType.feedForward(9))
                .build(),
            7);
    RandomNumbers numbers = new RandomNumbers(8);

    Parity.checkFloat(network, ExportOptions.DEFAULT, numbers.grid(2, 7), numbers.grid(2, 9));
  }

  private static ComputationGraphConfiguration.GraphBuilder builder() {
    return new NeuralNetConfiguration.Builder().graphBuilder();
  }

  private static ConvolutionLayer convolution(Activation activation) {
    return new ConvolutionLayer.Builder(3, 3)
        .nOut(4)
        .convolutionMode(ConvolutionMode.Same)
        .activation(activation)
        .build();
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(5).activation(Activation.SIGMOID).build();
  }

  private static OutputLayer output(int classes) {
    return new OutputLayer.Builder().nOut(classes).activation(Activation.SOFTMAX).build();
  }

  private static ComputationGraph network(ComputationGraphConfiguration conf, long seed) {
    ComputationGraph network = new ComputationGraph(conf);
    network.init();
    new RandomNumbers(seed).fill(network);
    return network;
  }
}
