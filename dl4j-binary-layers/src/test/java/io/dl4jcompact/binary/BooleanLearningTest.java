package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Flips learn what floats are not needed for: the sign of a weighted vote of bits. */
class BooleanLearningTest {

  private static final int INPUTS = 31;
  private static final int SAMPLES = 1000;
  private static final int BATCH = 50;

  static Stream<Arguments> updaters() {
    return Stream.of(new SignFlip(20), new Bop(0.05, 2e-3))
        .flatMap(flips -> Stream.of(1L, 2L).map(seed -> Arguments.of(seed, flips)));
  }

  /** Votes of bits, each for or against by a hidden bit. */
  private static DataSet votes(SplittableRandom random, boolean[] teacher) {
    INDArray x = Nd4j.create(DataType.FLOAT, SAMPLES, INPUTS);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, SAMPLES, 2);
    for (int row = 0; row < SAMPLES; row++) {
      int votes = 0;
      for (int i = 0; i < INPUTS; i++) {
        boolean bit = random.nextBoolean();
        x.putScalar(row, i, bit ? 1 : 0);
        votes += bit == teacher[i] ? 1 : -1;
      }
      labels.putScalar(row, votes > 0 ? 1 : 0, 1);
    }
    return new DataSet(x, labels);
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @MethodSource("updaters")
  void learnsAVote(long seed, FlipUpdater flips) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] teacher = new boolean[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      teacher[i] = random.nextBoolean();
    }
    DataSet training = votes(random, teacher);
    DataSet test = votes(random, teacher);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(0.01))
                .list()
                .layer(new BooleanDenseLayer.Builder().nIn(INPUTS).nOut(64).updater(flips).build())
                .layer(
                    new OutputLayer.Builder()
                        .nOut(2)
                        .nIn(64)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    INDArray start = network.getLayer(0).getParam("W").dup();

    for (int epoch = 0; epoch < 5; epoch++) {
      training.batchBy(BATCH).forEach(network::fit);
    }

    Evaluation evaluation = new Evaluation(2);
    evaluation.eval(test.getLabels(), network.output(test.getFeatures()));
    assertThat(network.getLayer(0).getParam("W")).isNotEqualTo(start);
    assertThat(evaluation.accuracy()).isGreaterThan(0.9);
  }
}
