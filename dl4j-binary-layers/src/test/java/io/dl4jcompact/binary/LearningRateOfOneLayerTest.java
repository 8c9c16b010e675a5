package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.SignFlip;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Deeplearning4j divides an updater's state by the number of its parameters when a new rate changes
 * which layers it updates at once. That of bits cannot be divided so: it must fail, or be kept.
 */
class LearningRateOfOneLayerTest {

  private static MultiLayerNetwork trained(
      AccumulatorType type, double firstRate, double secondRate) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .list()
                .layer(dense(firstRate))
                .layer(dense(secondRate))
                .layer(
                    new BooleanDenseLayer.Builder()
                        .nIn(8)
                        .nOut(16)
                        .input(Domain.REAL)
                        .updater(new SignFlip(30).withAccumulators(type))
                        .build())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(16)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .updater(new Adam(0.01))
                        .build())
                .build());
    network.init();
    network.fit(data());
    return network;
  }

  private static DenseLayer dense(double rate) {
    return new DenseLayer.Builder().nIn(8).nOut(8).updater(new Adam(rate)).build();
  }

  private static DataSet data() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 10, 2);
    for (int i = 0; i < 10; i++) {
      labels.putScalar(i, i % 2, 1);
    }
    return new DataSet(Nd4j.linspace(DataType.FLOAT, -1, 0.025, 80).reshape(10, 8), labels);
  }

  /** Equal rates are divided, or unequal ones joined. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT, 0.01, 0.02", "FLOAT, 0.02, 0.01",
    "INT8, 0.01, 0.02", "INT8, 0.02, 0.01",
    "INT16, 0.01, 0.02", "INT16, 0.02, 0.01"
  })
  void failsWhereUpdatersAreDividedOrJoined(AccumulatorType type, double before, double after) {
    MultiLayerNetwork network = trained(type, before, 0.01);

    assertThatThrownBy(() -> network.setLearningRate(0, after))
        .isInstanceOf(RuntimeException.class);
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheStateWhereTheLayerHasAnUpdaterOfItsOwn(AccumulatorType type) {
    MultiLayerNetwork network = trained(type, 0.02, 0.01);
    float[] state = network.getUpdater().getStateViewArray().toFloatVector();

    network.setLearningRate(0, 0.03);

    assertArrayEquals(state, network.getUpdater().getStateViewArray().toFloatVector());
    assertThat(network.getLearningRate(0)).isEqualTo(0.03);
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheStateWhereAllRatesAreSet(AccumulatorType type) {
    MultiLayerNetwork network = trained(type, 0.01, 0.01);
    float[] state = network.getUpdater().getStateViewArray().toFloatVector();

    network.setLearningRate(0.03);

    assertArrayEquals(state, network.getUpdater().getStateViewArray().toFloatVector());
    assertThat(network.getLearningRate(1)).isEqualTo(0.03);
  }
}
