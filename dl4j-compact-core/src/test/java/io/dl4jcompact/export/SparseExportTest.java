package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks of which most weights are 0, whatever made them so. */
class SparseExportTest {

  private static final int WIDTH = 512;

  @Test
  void aFileTakesTheEntropyOfMasksAndTheConnectedWeights(@TempDir Path directory)
      throws IOException {
    double density = 0.1;
    MultiLayerNetwork network = network();
    int connected = prune(network, density);
    CompactExporter.export(network).save(directory.resolve("sparse.d4c"));

    // What is not weights: the names, two biases, and the output layer.
    double others = 4.0 * (2 * WIDTH + 10 + WIDTH * 10) + 1024;
    double entropy =
        -(density * Math.log(density) + (1 - density) * Math.log(1 - density)) / Math.log(2);
    double least = (2.0 * WIDTH * WIDTH * entropy + 32.0 * connected) / 8;

    double taken = Files.size(directory.resolve("sparse.d4c")) - others;
    assertThat(taken / least).isBetween(0.95, 1.1);
  }

  @Test
  void theModelComputesWhatTheNetworkDoes() {
    MultiLayerNetwork network = network();
    prune(network, 0.05);
    CompactModel model = CompactExporter.export(network);
    INDArray input = Nd4j.rand(9, WIDTH).subi(0.5);

    float[] actual = model.predict(input.data().asFloat());

    float[] expected = network.output(input).data().asFloat();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void theReportSaysHowManyWeightsAreConnected() {
    MultiLayerNetwork network = network();
    prune(network, 0.05);
    PackReport report = CompactExporter.exportWithReport(network, ExportOptions.DEFAULT).report();

    long connected =
        network.getLayer(0).getParam("W").neq(0).castTo(Nd4j.dataType()).sumNumber().longValue();
    assertThat(report.layer("layer0").note())
        .endsWith("; " + connected + " of " + WIDTH * WIDTH + " weights are connected");
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(dense())
                .layer(dense())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(WIDTH)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).activation(Activation.RELU).build();
  }

  /** Leaves some weights of the two hidden layers, and says how many. */
  private static int prune(MultiLayerNetwork network, double density) {
    SplittableRandom random = new SplittableRandom(3);
    int connected = 0;
    for (int layer = 0; layer < 2; layer++) {
      INDArray weights = network.getLayer(layer).getParam("W");
      for (long i = 0; i < weights.length(); i++) {
        if (random.nextDouble() < density) {
          connected++;
        } else {
          weights.putScalar(i, 0);
        }
      }
    }
    return connected;
  }
}
