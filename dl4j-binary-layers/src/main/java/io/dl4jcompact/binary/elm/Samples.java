package io.dl4jcompact.binary.elm;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;

/** What an iterator gives, checked; of the first batch is what all others must be. */
final class Samples {

  private final long[] featureShape;
  private final int outputs;
  private final double[] labelSizes;
  private long count;
  private boolean oneHot = true;

  Samples(DataSet first) {
    INDArray features = present(first.getFeatures(), "features");
    INDArray labels = present(first.getLabels(), "labels");
    featureShape = sampleShape(features);
    require(
        featureShape.length == 1 || featureShape.length == 3,
        "features have the shape %s".formatted(Arrays.toString(features.shape())),
        "[samples, values] or [samples, channels, height, width]; flatten sequences");
    require(
        labels.rank() == 2,
        "labels have the shape %s".formatted(Arrays.toString(labels.shape())),
        "[samples, classes]; use one-hot labels");
    outputs = Math.toIntExact(labels.size(1));
    labelSizes = new double[outputs];
  }

  /** The network's input. */
  InputType inputType() {
    return featureShape.length == 1
        ? InputType.feedForward(featureShape[0])
        : InputType.convolutional(featureShape[1], featureShape[2], featureShape[0]);
  }

  /** The number of label columns. */
  int outputs() {
    return outputs;
  }

  /**
   * Checks a batch.
   *
   * @throws IllegalArgumentException if its shapes are others or a value is not finite
   */
  void check(DataSet batch) {
    INDArray features = present(batch.getFeatures(), "features");
    INDArray labels = present(batch.getLabels(), "labels");
    long rows = features.size(0);
    require(
        Arrays.equals(sampleShape(features), featureShape),
        "from sample %d on, features have the shape %s"
            .formatted(count, Arrays.toString(features.shape())),
        Arrays.toString(featureShape) + " each as in the first batch; scale images to one size");
    require(
        labels.rank() == 2 && labels.size(0) == rows && labels.size(1) == outputs,
        "from sample %d on, labels have the shape %s"
            .formatted(count, Arrays.toString(labels.shape())),
        "[%d, %d]; give each sample a label for each class".formatted(rows, outputs));
    require(
        batch.getFeaturesMaskArray() == null && batch.getLabelsMaskArray() == null,
        "from sample %d on, there is a mask".formatted(count),
        "none; masks are for sequences, leave masked samples out");
    requireFinite(features, "features");
    requireFinite(labels, "labels");
    double[] sizes = labels.norm1(0).toDoubleVector();
    for (int i = 0; i < outputs; i++) {
      labelSizes[i] += sizes[i];
    }
    oneHot &= isOneHot(labels);
    count += rows;
  }

  private static boolean isOneHot(INDArray labels) {
    double rows = labels.size(0);
    return labels.norm1(1).eq(1).castTo(DataType.FLOAT).sumNumber().doubleValue() == rows
        && labels.max(1).eq(1).castTo(DataType.FLOAT).sumNumber().doubleValue() == rows;
  }

  /**
   * Checks that every class was there, if labels are one-hot; other numbers may be 0 throughout.
   *
   * @throws IllegalArgumentException if a class has no sample
   */
  void checkAll() {
    for (int i = 0; i < outputs; i++) {
      require(
          !oneHot || labelSizes[i] > 0,
          "label %d of 0..%d is 0 in all %d samples".formatted(i, outputs - 1, count),
          "samples of every class; add some, or leave the class out");
    }
  }

  private void requireFinite(INDArray values, String what) {
    if (Double.isFinite(values.sumNumber().doubleValue())) {
      return;
    }
    INDArray rows = values.reshape(values.size(0), -1);
    for (long row = 0; row < rows.rows(); row++) {
      for (long column = 0; column < rows.columns(); column++) {
        double value = rows.getDouble(row, column);
        require(
            Double.isFinite(value),
            "%s %d of sample %d is %s".formatted(what, column, count + row, value),
            "finite numbers; mend or leave out the sample");
      }
    }
  }

  private static long[] sampleShape(INDArray values) {
    return Arrays.copyOfRange(values.shape(), 1, values.rank());
  }

  private static INDArray present(INDArray values, String what) {
    require(values != null, "a batch has no " + what, what + "; use an iterator with labels");
    return values;
  }

  private static void require(boolean condition, String fault, String expected) {
    if (!condition) {
      throw new IllegalArgumentException(
          "ExtremeLearningMachine: " + fault + ", expected " + expected);
    }
  }
}
