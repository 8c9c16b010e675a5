package io.dl4jcompact.sparse.consistency;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Numbers, and small data of two kinds. */
final class Samples {

  static final int INPUTS = 5;
  static final int CLASSES = 3;
  static final int COUNT = 24;

  /** Of each minibatch. */
  static final int LABELLED = 4;

  /** Of each minibatch. */
  static final int UNLABELLED = 3;

  private Samples() {}

  /** Normally distributed. */
  static double[] numbers(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(count).map(ignored -> random.nextGaussian()).toArray();
  }

  static double[][] softmax(double[][] rows) {
    double[][] result = new double[rows.length][];
    for (int row = 0; row < rows.length; row++) {
      result[row] = rows[row].clone();
      double sum = 0;
      for (int i = 0; i < result[row].length; i++) {
        result[row][i] = Math.exp(rows[row][i]);
        sum += result[row][i];
      }
      for (int i = 0; i < result[row].length; i++) {
        result[row][i] /= sum;
      }
    }
    return result;
  }

  static INDArray features(long seed, int rows) {
    return Nd4j.createFromArray(numbers(seed, rows * INPUTS)).reshape('c', rows, INPUTS);
  }

  /** The class is told by which of the first inputs is the greatest. */
  static DataSet labelled(int rows) {
    INDArray features = features(1, rows);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, rows, CLASSES);
    double[][] table = features.toDoubleMatrix();
    for (int row = 0; row < rows; row++) {
      int greatest = 0;
      for (int i = 1; i < CLASSES; i++) {
        greatest = table[row][i] > table[row][greatest] ? i : greatest;
      }
      labels.putScalar(row, greatest, 1);
    }
    return new DataSet(features, labels);
  }

  static MixedBatches batches() {
    return new MixedBatches(labelled(COUNT), features(2, COUNT), LABELLED, UNLABELLED, 5);
  }
}
