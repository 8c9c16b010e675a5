package io.dl4jcompact.sparse.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Against sums over pairs of passes in plain loops, and against central differences. */
class ConsistencyLossTest {

  private static final int CLASSES = 4;
  private static final double STEP = 1e-6;

  private static INDArray random(long seed, long rows) {
    return Nd4j.createFromArray(Samples.numbers(seed, Math.toIntExact(rows * CLASSES)))
        .reshape('c', rows, CLASSES);
  }

  private static INDArray labels(int labelled, int rows) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, rows, CLASSES);
    for (int row = 0; row < labelled; row++) {
      labels.putScalar(row, row % CLASSES, 1);
    }
    return labels;
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2, 0.7", "3, 2, 2, 20", "2, 3, 3, 1.5", "4, 2, 5, 0"})
  void scoreIsTheOneOfTheFormula(int labelled, int unlabelled, int passes, double weight) {
    int rows = labelled + passes * unlabelled;
    INDArray before = random(5, rows);
    INDArray labels = labels(labelled, rows);
    ILossFunction loss = new ConsistencyLoss(new LossMCXENT(), labelled, passes, weight);

    double sum = loss.computeScore(labels, before.dup(), new ActivationSoftmax(), null, false);

    double expected =
        NaiveConsistency.loss(
            Samples.softmax(before.toDoubleMatrix()),
            labels.toDoubleMatrix(),
            labelled,
            passes,
            weight);
    assertThat(sum / rows).isCloseTo(expected, within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2, 0.7", "3, 2, 2, 20", "2, 3, 3, 1.5", "4, 2, 5, 0"})
  void gradientIsTheDifferenceOfScores(int labelled, int unlabelled, int passes, double weight) {
    assertGradient(new LossMCXENT(), new ActivationSoftmax(), labelled, unlabelled, passes, weight);
    assertGradient(new LossMSE(), new ActivationSigmoid(), labelled, unlabelled, passes, weight);
  }

  private static void assertGradient(
      ILossFunction supervised,
      IActivation activation,
      int labelled,
      int unlabelled,
      int passes,
      double weight) {
    int rows = labelled + passes * unlabelled;
    INDArray before = random(11, rows);
    INDArray labels = labels(labelled, rows);
    ILossFunction loss = new ConsistencyLoss(supervised, labelled, passes, weight);

    INDArray gradient = loss.computeGradient(labels, before.dup(), activation, null);

    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < CLASSES; column++) {
        INDArray up = before.dup();
        up.putScalar(row, column, up.getDouble(row, column) + STEP);
        INDArray down = before.dup();
        down.putScalar(row, column, down.getDouble(row, column) - STEP);
        double difference =
            loss.computeScore(labels, up, activation, null, false)
                - loss.computeScore(labels, down, activation, null, false);
        assertThat(gradient.getDouble(row, column))
            .isCloseTo(difference / (2 * STEP), within(1e-7));
      }
    }
  }
}
