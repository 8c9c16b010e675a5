package io.dl4jcompact.sparse.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * docs/consistency.md: its training, but for the number of iterations, and the names that it tells.
 */
class ConsistencyDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "consistency.md");
  private static final Path SELF =
      Path.of("src/test/java/io/dl4jcompact/sparse/consistency/ConsistencyDocumentTest.java");

  @Test
  void theTrainingOfTheDocumentRuns() {
    INDArray images = Nd4j.rand(DataType.FLOAT, 60, 784);
    INDArray classes = Nd4j.eye(60).castTo(DataType.FLOAT);
    DataSet labelled = new DataSet(images, classes);
    INDArray unlabelled = Nd4j.rand(DataType.FLOAT, 120, 784);
    MultiLayerNetwork network = network();

    Augmentation augmentation = new PixelShift(2, 28, 28).then(new GaussianNoise(0.1));
    MixedBatches batches = new MixedBatches(labelled, unlabelled, 50, 100, 42);
    ConsistencyTraining training =
        new ConsistencyTraining(2, new WeightRamp(20, 500), augmentation, 42);
    ConsistencyResult result = training.fit(network, batches, new TrainingEnd.Iterations(5));

    assertThat(result.iterations()).isEqualTo(5);
    assertThat(result.end()).isEqualTo(new TrainingEnd.Iterations(5));
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.01))
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(784)
                        .nOut(60)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  @Test
  void theDocumentHasTheStatementsOfTheTest() throws IOException {
    String document = Files.readString(DOCUMENT);
    int start = document.indexOf("```java\n") + "```java\n".length();
    String example = document.substring(start, document.indexOf("```", start));

    String source = packed(Files.readString(SELF));
    for (String line : example.split("\n")) {
      String statement = packed(line.replaceAll("//.*", "").replace("1_000", "5"));
      assertThat(source).contains(statement);
    }
  }

  private static String packed(String code) {
    return code.replaceAll("\\s", "");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Augmentation.class,
        ConsistencyResult.class,
        ConsistencyTraining.class,
        GaussianNoise.class,
        MixedBatches.class,
        PixelShift.class,
        TrainingEnd.Accuracy.class,
        TrainingEnd.Convergence.class,
        TrainingEnd.Iterations.class,
        WeightRamp.class
      })
  void everyClassThatUsersNameIsInTheDocument(Class<?> type) throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(type.getSimpleName());
  }
}
