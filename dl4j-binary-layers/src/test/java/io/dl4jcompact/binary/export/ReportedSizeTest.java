package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

/** The report's bytes are those of the model file, but for its names and alignment. */
final class ReportedSizeTest {

  private static final int OUTPUTS = 2000;

  /** Header, nodes, names and the alignment of the arrays. */
  private static final int REST = 1500;

  @ParameterizedTest(name = "{0} inputs, mean {1}, gamma {2}")
  @CsvSource({"60, 20, 1", "60, 20, -1", "1000, 300, 1", "1000, 300, -1"})
  void reportedBytesAreTheFiles(int inputs, float mean, float gamma) throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(dense(inputs, OUTPUTS))
                .layer(new BatchNormalization.Builder().nIn(OUTPUTS).nOut(OUTPUTS).build())
                .layer(dense(OUTPUTS, 2))
                .layer(
                    new OutputLayer.Builder().nIn(2).nOut(2).activation(Activation.SOFTMAX).build())
                .build());
    network.init();
    network.getParam("1_mean").assign(mean);
    network.getParam("1_gamma").assign(gamma);
    Exported exported = CompactExporter.exportWithReport(network, ExportOptions.DEFAULT);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    exported.model().write(file);

    assertThat(file.size() - exported.report().bytesAfter()).isBetween(0L, (long) REST);
  }

  private static BinaryDenseLayer dense(int inputs, int outputs) {
    return new BinaryDenseLayer.Builder()
        .nIn(inputs)
        .nOut(outputs)
        .inputQuantizer(new SignQuantizer())
        .build();
  }
}
