package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;

/** One-bit layers with shortcuts, branches and a shared input. */
final class BinaryGraphParityTest {

  private static final InputType IMAGE = InputType.convolutional(7, 6, 3);

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aNetworkWithShortcutsAgreesWithItsModel(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    int width = numbers.oneOf(3, 33, 65);
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .addLayer("stem", convolution(width, 3), "image")
                .addLayer("stemNorm", new BatchNormalization(), "stem")
                .addLayer("left", convolution(width, 3), "stemNorm")
                .addLayer("leftNorm", new BatchNormalization(), "left")
                .addLayer("right", convolution(width, 1), "stemNorm")
                .addVertex(
                    "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stemNorm", "leftNorm")
                .addVertex("all", new MergeVertex(), "sum", "right")
                .addLayer("pool", pool(), "all")
                .addLayer("poolNorm", new BatchNormalization(), "pool")
                .addLayer("dense", new BinaryDenseLayer.Builder().nOut(9).build(), "poolNorm")
                .addLayer("out", output(4), "dense")
                .addLayer("side", output(3), "poolNorm")
                .setOutputs("out", "side")
                .setInputTypes(IMAGE)
                .build());
    network.init();
    numbers.fill(network);

    Exported exported =
        Parity.check(
            network, ExportOptions.DEFAULT.withInputTypes(IMAGE), numbers.grid(4, 3, 7, 6));

    assertThat(Parity.packed(exported)).containsExactlyInAnyOrder("stem", "left", "right", "dense");
    assertThat(exported.report().layer("stem").note()).contains("several layers");
  }

  private static BinaryConvolutionLayer convolution(int outputs, int kernel) {
    return new BinaryConvolutionLayer.Builder(kernel, kernel)
        .nOut(outputs)
        .convolutionMode(ConvolutionMode.Same)
        .inputQuantizer(new SignQuantizer())
        .weightScale(true)
        .build();
  }

  private static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build();
  }

  private static OutputLayer output(int classes) {
    return new OutputLayer.Builder().nOut(classes).activation(Activation.SOFTMAX).build();
  }
}
