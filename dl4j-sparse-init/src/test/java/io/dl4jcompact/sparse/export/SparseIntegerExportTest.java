package io.dl4jcompact.sparse.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.PackReport;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.sparse.Sparsify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** Layers of 8-bit integers with few connected weights: both savings hold. */
class SparseIntegerExportTest {

  private static final double DENSITY = 0.1;
  private static final int WIDTH = 512;

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(6)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .updater(new Sgd(0.01));
  }

  private static MultiLayerNetwork sparse(MultiLayerConfiguration dense, long... shape) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(new Sparsify(DENSITY, 8).apply(dense).result());
    network.init();
    INDArray labels = network.output(random(shape)).mul(0.5);
    for (int i = 0; i < 3; i++) {
      network.fit(new DataSet(random(shape), labels));
    }
    return network;
  }

  private static INDArray random(long... shape) {
    Nd4j.getRandom().setSeed(3);
    return Nd4j.randn(DataType.FLOAT, shape);
  }

  private static MultiLayerNetwork dense() {
    return sparse(
        settings()
            .list()
            .layer(new QuantizedDenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
            .layer(new QuantizedDenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
            .layer(new LossLayer.Builder().activation(Activation.IDENTITY).build())
            .build(),
        5,
        WIDTH);
  }

  @Test
  void aDenseNetworkAgrees() {
    Parity.check(dense(), ExportOptions.DEFAULT, random(9, WIDTH));
  }

  @Test
  void aConvolutionAgrees() {
    InputType input = InputType.convolutional(9, 8, 12);
    MultiLayerNetwork network =
        sparse(
            settings()
                .list()
                .layer(new QuantizedConvolutionLayer.Builder(3, 3).nOut(40).build())
                .layer(new QuantizedConvolutionLayer.Builder(2, 3).stride(2, 1).nOut(20).build())
                .layer(new QuantizedDenseLayer.Builder().nOut(70).build())
                .layer(new LossLayer.Builder().activation(Activation.IDENTITY).build())
                .setInputType(input)
                .build(),
            4,
            12,
            9,
            8);

    Parity.check(network, ExportOptions.DEFAULT.withInputTypes(input), random(7, 12, 9, 8));
  }

  @Test
  void aFileTakesTheEntropyOfMasksAndABytePerConnectedWeight(@TempDir Path directory)
      throws IOException {
    Path file = directory.resolve("sparse.d4c");
    CompactExporter.export(dense()).save(file);

    double count = 2.0 * WIDTH * WIDTH;
    double entropy =
        -(DENSITY * Math.log(DENSITY) + (1 - DENSITY) * Math.log(1 - DENSITY)) / Math.log(2);
    // What is not weights: biases, factors and shifts of each output, and the names.
    double others = 2.0 * WIDTH * 3 * Integer.BYTES + 1024;
    double taken = Files.size(file) - others;
    assertThat(taken / (count * entropy / 8 + count * DENSITY)).isBetween(0.9, 1.1);
  }

  @Test
  void theReportCountsConnectedWeights() {
    PackReport report = CompactExporter.exportWithReport(dense(), ExportOptions.DEFAULT).report();

    assertThat(report.layer("layer0").note())
        .matches(".*; 2[456]\\d{3} of 262144 weights are not 0");
  }
}
