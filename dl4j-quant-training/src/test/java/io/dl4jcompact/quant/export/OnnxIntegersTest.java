package io.dl4jcompact.quant.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.OnnxExport;
import io.dl4jcompact.export.OnnxRun;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quant.Interval;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.QuantizedConvolutionBlock;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Networks of integer layers against their ONNX models in ONNX Runtime. */
class OnnxIntegersTest {

  private static final int CLASSES = 5;
  private static final InputType MAP = InputType.convolutional(7, 6, 4);

  private static MultiLayerNetwork blocks(long seed, int bits) {
    NeuralNetConfiguration.ListBuilder list = IntegerNetworkParityTest.list(seed);
    for (String name : List.of("first", "second")) {
      QuantizedConvolutionLayer wide =
          new QuantizedConvolutionLayer.Builder(3, 3).nOut(12).padding(1, 1).bits(bits).build();
      new QuantizedConvolutionBlock(name, wide).addTo(list);
    }
    list.layer(new QuantizedDenseLayer.Builder().name("last").nOut(CLASSES).bits(bits).build());
    return IntegerNetworkParityTest.trained(seed, MAP, list);
  }

  /** Root mean square, in units of the expected values' deviation. */
  private static double difference(float[] actual, INDArray expected) {
    float[] values = expected.dup('c').data().asFloat();
    double squares = 0;
    for (int i = 0; i < actual.length; i++) {
      squares += Math.pow(actual[i] - values[i], 2) / actual.length;
    }
    return Math.sqrt(squares) / expected.stdNumber().doubleValue();
  }

  /** ONNX Runtime rounds biases to integers, and requantises by float factors. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void onnxModelsStayNear(long seed) {
    for (int bits : new int[] {4, 8}) {
      MultiLayerNetwork network = blocks(seed, bits);
      INDArray input = IntegerNetworkParityTest.batch(MAP, seed + 50);
      byte[] model = OnnxExport.toBytes(network, ExportOptions.DEFAULT.withInputTypes(MAP));

      float[] actual = OnnxRun.outputs(model, input)[0];

      assertThat(difference(actual, network.output(input))).isLessThan(bits == 8 ? 0.01 : 0.1);
    }
  }

  /** An integer that becomes its neighbour is a large step where integers have 2 bits. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void onnxModelsOfAnySchemeComputeWhatTheNetworkDoes(long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    MultiLayerNetwork network =
        IntegerNetworkParityTest.trained(
            seed,
            MAP,
            IntegerNetworkParityTest.list(seed)
                .layer(IntegerNetworkParityTest.convolution(numbers).build())
                .layer(IntegerNetworkParityTest.dense(numbers)));
    INDArray input = IntegerNetworkParityTest.batch(MAP, seed + 50);
    byte[] model = OnnxExport.toBytes(network, ExportOptions.DEFAULT.withInputTypes(MAP));

    float[] actual = OnnxRun.outputs(model, input)[0];

    assertThat(difference(actual, network.output(input))).isLessThan(0.1);
  }

  @Test
  void onnxRuntimeComputesWithTheIntegers(@TempDir Path directory)
      throws IOException, OrtException {
    byte[] model = OnnxExport.toBytes(blocks(1, 8), ExportOptions.DEFAULT.withInputTypes(MAP));
    Path optimised = directory.resolve("optimised.onnx");

    OnnxRun.optimise(model, optimised);

    assertThat(Onnx.ModelProto.parseFrom(Files.readAllBytes(optimised)).getGraph().getNodeList())
        .extracting(Onnx.NodeProto::getOpType)
        .filteredOn(type -> type.endsWith("Conv"))
        .containsExactly("QLinearConv", "QLinearConv");
  }

  /** Weights that no byte holds are taken apart, so that the layer reads its input twice. */
  @Test
  void weightsOfEightBitsWithAZeroPointAreTakenApart() {
    QuantizedDenseLayer layer =
        new QuantizedDenseLayer.Builder()
            .nOut(CLASSES)
            .weightScheme(QuantizationScheme.WEIGHTS.withInterval(Interval.ASYMMETRIC))
            .build();
    MultiLayerNetwork network =
        IntegerNetworkParityTest.trained(3, MAP, IntegerNetworkParityTest.list(3).layer(layer));
    network.getLayer(0).getParam("W").addi(1);
    INDArray input = IntegerNetworkParityTest.batch(MAP, 7);
    byte[] model = OnnxExport.toBytes(network, ExportOptions.DEFAULT.withInputTypes(MAP));

    float[] actual = OnnxRun.outputs(model, input)[0];

    assertThat(difference(actual, network.output(input))).isLessThan(1e-4);
  }
}
