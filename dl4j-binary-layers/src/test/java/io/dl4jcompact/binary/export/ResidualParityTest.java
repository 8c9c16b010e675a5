package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDepthwiseConvolutionLayer;
import io.dl4jcompact.binary.QuantizerLayer;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.MultiplyAdds;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Quantize;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** Residual networks of one-bit blocks, as Bi-Real Net's, give what their models give. */
final class ResidualParityTest {

  private static final InputType IMAGE = InputType.convolutional(9, 8, 3);

  private final GraphBuilder builder =
      new NeuralNetConfiguration.Builder().convolutionMode(ConvolutionMode.Same).graphBuilder();

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aNetworkAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int width = numbers.oneOf(4, 33, 65);
    String x = stem(width);
    int blocks = numbers.random().nextInt(1, 4);
    for (int i = 0; i < blocks; i++) {
      x =
          switch (numbers.oneOf(0, 1, 2)) {
            case 0 -> floatBlock("block" + i, x, convolution(width, quantizer(numbers)));
            case 1 -> bitBlock("block" + i, x, width, quantizer(numbers));
            default -> {
              width *= 2;
              yield downsampling("block" + i, x, width);
            }
          };
    }

    Exported exported = check(x, numbers);

    assertThat(Parity.packed(exported)).hasSizeGreaterThanOrEqualTo(blocks);
  }

  private static Quantizer quantizer(RandomNumbers numbers) {
    return switch (numbers.oneOf(0, 1, 2, 3)) {
      case 0 -> new StepQuantizer();
      case 1 -> new StepQuantizer(0.25f);
      case 2 -> new LevelQuantizer(0.75f, -0.75f, new SignQuantizer());
      default -> new SignQuantizer();
    };
  }

  /** Floats: a float convolution, normalised, so that the next quantiser splits no tie. */
  private String stem(int width) {
    builder.addInputs("image").setInputTypes(IMAGE);
    builder.addLayer("stem", new ConvolutionLayer.Builder(3, 3).nOut(width).build(), "image");
    builder.addLayer("stemNorm", new BatchNormalization(), "stem");
    return "stemNorm";
  }

  /** x + norm(conv(q(x))), with x in floats. */
  private String floatBlock(String name, String x, Layer convolution) {
    builder.addLayer(name, convolution, x);
    builder.addLayer(name + "Norm", new BatchNormalization(), name);
    builder.addVertex(
        name + "Sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), x, name + "Norm");
    return name + "Sum";
  }

  /** q(x) + norm(conv(q(x))), with bits on the shortcut. */
  private String bitBlock(String name, String x, int width, Quantizer quantizer) {
    builder.addLayer(name + "Bits", new QuantizerLayer.Builder(quantizer).build(), x);
    // 0, 1 and levels are on both sides of the same threshold again where it is between them.
    Quantizer again =
        quantizer instanceof StepQuantizer ? new StepQuantizer(0.5f) : new SignQuantizer();
    return floatBlock(name, name + "Bits", convolution(width, again));
  }

  /** A block that halves the map and doubles the channels, pooling and mixing on the shortcut. */
  private String downsampling(String name, String x, int width) {
    builder.addLayer(
        name + "Pool",
        new SubsamplingLayer.Builder(PoolingType.AVG).kernelSize(2, 2).stride(2, 2).build(),
        x);
    builder.addLayer(
        name + "Mix", new ConvolutionLayer.Builder(1, 1).nOut(width).build(), name + "Pool");
    builder.addLayer(name + "MixNorm", new BatchNormalization(), name + "Mix");
    builder.addLayer(
        name,
        new BinaryConvolutionLayer.Builder(3, 3)
            .nOut(width)
            .stride(2, 2)
            .inputQuantizer(new SignQuantizer())
            .weightScale(true)
            .build(),
        x);
    builder.addLayer(name + "Norm", new BatchNormalization(), name);
    builder.addVertex(
        name + "Sum",
        new ElementWiseVertex(ElementWiseVertex.Op.Add),
        name + "MixNorm",
        name + "Norm");
    return name + "Sum";
  }

  private static Layer convolution(int width, Quantizer quantizer) {
    return new BinaryConvolutionLayer.Builder(3, 3)
        .nOut(width)
        .inputQuantizer(quantizer)
        .weightScale(true)
        .hasBias(false)
        .build();
  }

  private Exported check(String last, RandomNumbers numbers) {
    builder.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), last);
    builder.addLayer(
        "out", new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build(), "pool");
    ComputationGraph network = new ComputationGraph(builder.setOutputs("out").build());
    network.init();
    numbers.fill(network);
    return Parity.check(
        network, ExportOptions.DEFAULT.withInputTypes(IMAGE), numbers.grid(3, 3, 9, 8));
  }

  @Test
  void theReportShowsBlocksPackedWithFloatsOnTheShortcut() {
    String x = stem(16);
    x = floatBlock("a", x, convolution(16, new SignQuantizer()));
    x = floatBlock("b", x, convolution(16, new SignQuantizer()));

    Exported exported = check(x, new RandomNumbers(8));

    assertThat(Parity.packed(exported)).containsExactlyInAnyOrder("a", "b");
    assertThat(exported.report().layer("a").note())
        .isEqualTo("gives floats: its result goes on as floats to 'aSum'");
    assertThat(exported.report().layer("aNorm").note()).contains("could not be folded");
    assertThat(exported.report().layer("stem").note()).contains("it is no one-bit layer");
    assertThat(exported.report().layer("b").multiplyAdds())
        .isEqualTo(new MultiplyAdds(9L * 8 * 9 * 16 * 16, 0, 0));
  }

  @Test
  void aQuantisedShortcutSharesItsBitsWithTheConvolution() {
    String x = stem(16);
    x = bitBlock("a", x, 16, new SignQuantizer());
    x =
        floatBlock(
            "b",
            x,
            new BinaryDepthwiseConvolutionLayer.Builder(3, 3)
                .inputQuantizer(new SignQuantizer())
                .build());

    Exported exported = check(x, new RandomNumbers(9));

    assertThat(Parity.packed(exported)).containsExactlyInAnyOrder("a", "b");
    // The float convolution in front gives the bits, for the shortcut and for the one-bit one.
    assertThat(exported.report().layer("stemNorm").note()).isEqualTo("folded into 'stem'");
    assertThat(quantising(exported, "aBits")).isZero();
    assertThat(quantising(exported, "a")).isZero();
    assertThat(quantising(exported, "b")).isEqualTo(1);
  }

  /** The nodes of a layer that make bits of floats. */
  private static long quantising(Exported exported, String layer) {
    return exported.model().graph().nodes().stream()
        .filter(node -> node.layer().equals(layer))
        .filter(node -> node.op() instanceof Quantize || node.op() instanceof ChannelThreshold)
        .count();
  }
}
