package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Random graphs of every supported vertex among one-bit layers. */
final class BinaryVertexParityTest {

  private static final int HEIGHT = 6;
  private static final int WIDTH = 5;
  private static final int[] CHANNELS = {1, 3, 33, 63, 65};
  private static final ElementWiseVertex.Op[] OPS = ElementWiseVertex.Op.values();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aGraphAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int channels = numbers.oneOf(CHANNELS);
    InputType image = InputType.convolutional(HEIGHT, WIDTH, channels);
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .seed(seed)
            .graphBuilder()
            .addInputs("image")
            .setInputTypes(image);
    new RandomGraph(builder, numbers).build();
    ComputationGraph network = new ComputationGraph(builder.build());
    network.init();
    numbers.fill(network);
    if (seed % 2 == 0) {
      OneDnn.install(network);
    }

    Exported exported =
        Parity.check(
            network,
            ExportOptions.DEFAULT.withInputTypes(image),
            numbers.grid(4, channels, HEIGHT, WIDTH));

    assertThat(Parity.packed(exported)).isNotEmpty();
  }

  /**
   * Adds vertices in a row; some take an earlier one as well. All maps are of one height and width.
   */
  private static final class RandomGraph {

    private final GraphBuilder builder;
    private final RandomNumbers numbers;
    private final Map<String, Integer> channels = new LinkedHashMap<>();
    private final Set<String> overwritten = new HashSet<>();

    RandomGraph(GraphBuilder builder, RandomNumbers numbers) {
      this.builder = builder;
      this.numbers = numbers;
    }

    void build() {
      int outputs = numbers.oneOf(CHANNELS);
      normalized(layer(convolution(outputs), "image", outputs));
      int steps = numbers.random().nextInt(3, 8);
      for (int i = 0; i < steps; i++) {
        step(last());
      }
      String last = last();
      if (numbers.oneOf(0, 1) == 1) {
        PoolingType[] types = PoolingType.values();
        builder.addLayer(
            "vector", new GlobalPoolingLayer(types[numbers.random().nextInt(types.length)]), last);
      } else {
        builder.addVertex(
            "vector",
            new PreprocessorVertex(
                new CnnToFeedForwardPreProcessor(HEIGHT, WIDTH, channels.get(last))),
            last);
      }
      builder.addLayer("vectorNorm", new BatchNormalization(), "vector");
      builder.addLayer("dense", new BinaryDenseLayer.Builder().nOut(33).build(), "vectorNorm");
      builder.addLayer(
          "out", new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build(), "dense");
      builder.setOutputs("out");
    }

    private void step(String input) {
      switch (numbers.random().nextInt(9)) {
        case 0 ->
            vertex(new ScaleVertex(numbers.oneOf(-3, 2, 5) / 4.0), channels.get(input), input);
        case 1 ->
            vertex(new ShiftVertex(numbers.oneOf(-3, 1, 5) / 16.0), channels.get(input), input);
        case 2 -> vertex(new FrozenVertex(new ScaleVertex(-0.7)), channels.get(input), input);
        case 3 -> merge(input, any());
        case 4 -> normalized(layer(pooling(), input, channels.get(input)));
        case 5 -> activate(input);
        case 6 -> shortcut(input);
        default -> {
          int outputs = numbers.oneOf(CHANNELS);
          normalized(layer(convolution(outputs), input, outputs));
        }
      }
    }

    /**
     * Without workspaces, DL4J writes the activation over its input: no other vertex may take it.
     */
    private void activate(String input) {
      layer(new ActivationLayer(Activation.HARDTANH), input, channels.get(input));
      overwritten.add(input);
    }

    /** A branch beside the input, and both taken together. */
    private void shortcut(String input) {
      int count = channels.get(input);
      String branch = normalized(layer(convolution(count), input, count));
      ElementWiseVertex.Op op = OPS[numbers.random().nextInt(OPS.length)];
      vertex(new ElementWiseVertex(op), count, input, branch);
    }

    private void merge(String input, String other) {
      if (!input.equals(other)) {
        vertex(new MergeVertex(), channels.get(input) + channels.get(other), input, other);
      }
    }

    private String normalized(String input) {
      return layer(new BatchNormalization(), input, channels.get(input));
    }

    private String layer(Layer layer, String input, int outputs) {
      String name = name(outputs);
      builder.addLayer(name, layer, input);
      return name;
    }

    private void vertex(GraphVertex vertex, int outputs, String... inputs) {
      builder.addVertex(name(outputs), vertex, inputs);
    }

    private String name(int outputs) {
      String name = "v" + channels.size();
      channels.put(name, outputs);
      return name;
    }

    private String last() {
      return channels.keySet().stream().reduce((a, b) -> b).orElseThrow();
    }

    private String any() {
      List<String> names =
          channels.keySet().stream().filter(name -> !overwritten.contains(name)).toList();
      return names.get(numbers.random().nextInt(names.size()));
    }

    private Layer convolution(int outputs) {
      int kernel = numbers.oneOf(1, 2, 3);
      if (numbers.oneOf(0, 0, 0, 1) == 1) {
        return new ConvolutionLayer.Builder(kernel, kernel)
            .nOut(outputs)
            .dilation(numbers.oneOf(1, 2), 1)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.TANH)
            .build();
      }
      return new BinaryConvolutionLayer.Builder(kernel, kernel)
          .nOut(outputs)
          .dilation(numbers.oneOf(1, 2), 1)
          .convolutionMode(ConvolutionMode.Same)
          .inputQuantizer(numbers.oneOf(0, 1) == 1 ? new SignQuantizer() : new StepQuantizer())
          .weightScale(numbers.oneOf(0, 1) == 1)
          .build();
    }

    private Layer pooling() {
      PoolingType[] types = {PoolingType.MAX, PoolingType.AVG, PoolingType.PNORM};
      return new SubsamplingLayer.Builder(types[numbers.random().nextInt(types.length)])
          .kernelSize(3, 2)
          .stride(1, 1)
          .convolutionMode(ConvolutionMode.Same)
          .pnorm(2)
          .build();
    }
  }
}
