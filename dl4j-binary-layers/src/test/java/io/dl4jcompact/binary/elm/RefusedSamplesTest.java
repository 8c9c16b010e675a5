package io.dl4jcompact.binary.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** What cannot be fitted is refused with the value and the remedy. */
class RefusedSamplesTest {

  private static final ExtremeLearningMachine MACHINE = new ExtremeLearningMachine(4);

  @ParameterizedTest
  @ValueSource(ints = {0, -3})
  void fewerThanOneNode(int nodes) {
    assertThatThrownBy(() -> new ExtremeLearningMachine(nodes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hiddenNodes is " + nodes)
        .hasMessageContaining("at least 1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void aRidgeThatIsNoSize(double ridge) {
    assertThatThrownBy(() -> MACHINE.ridge(ridge))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ridge is " + ridge)
        .hasMessageContaining("0 leaves it out");
  }

  @Test
  void noSamples() {
    refused(List.of(), "0 samples", "check what it reads");
  }

  @Test
  void aClassWithoutSamples() {
    DataSet batch = new DataSet(features(2), Nd4j.create(new float[][] {{1, 0, 0}, {0, 0, 1}}));
    refused(List.of(batch), "label 1 of 0..2 is 0 in all 2 samples", "leave the class out");
  }

  @Test
  void fewerLabelsThanTheFirstBatchHad() {
    DataSet narrow = new DataSet(features(2), Nd4j.ones(2, 1));
    refused(List.of(batch(3), narrow), "from sample 3 on, labels", "[2, 1]", "[2, 2]");
  }

  @Test
  void fewerLabelsThanSamples() {
    DataSet batch = new DataSet(features(3), batch(2).getLabels());
    refused(List.of(batch), "from sample 0 on, labels", "[2, 2]", "[3, 2]");
  }

  @Test
  void samplesOfAnotherSize() {
    DataSet wide = new DataSet(Nd4j.ones(2, 5), batch(2).getLabels());
    refused(List.of(batch(3), wide), "from sample 3 on, features", "[2, 5]", "[3] each");
  }

  @Test
  void sequences() {
    DataSet sequence = new DataSet(Nd4j.ones(2, 3, 4), Nd4j.ones(2, 2, 4));
    refused(List.of(sequence), "[2, 3, 4]", "flatten sequences");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
  void numbersThatAreNotFinite(float value) {
    DataSet bad = batch(3);
    bad.getFeatures().putScalar(2, 1, value);
    refused(List.of(batch(2), bad), "features 1 of sample 4 is " + (double) value, "leave out");

    DataSet badLabel = batch(3);
    badLabel.getLabels().putScalar(0, 1, value);
    refused(List.of(badLabel), "labels 1 of sample 0 is " + (double) value, "leave out");
  }

  @Test
  void masks() {
    DataSet masked = batch(3);
    masked.setLabelsMaskArray(Nd4j.ones(3, 1));
    refused(List.of(masked), "there is a mask", "leave masked samples out");
  }

  @Test
  void nodesThatDependOnEachOtherWithoutRidge() {
    ExtremeLearningMachine machine = new ExtremeLearningMachine(9).ridge(0);
    assertThatThrownBy(() -> machine.fit(iterator(List.of(batch(3)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the 9 hidden nodes")
        .hasMessageContaining("ridge 0.0")
        .hasMessageContaining("OutputSolver.SVD");
  }

  @Test
  void theSameSamplesWithARidgeAreTaken() {
    MultiLayerNetwork network = new ExtremeLearningMachine(9).fit(iterator(List.of(batch(3))));
    assertThat(network.params().isNaN().any()).isFalse();
  }

  private static void refused(List<DataSet> batches, String... said) {
    assertThatThrownBy(() -> MACHINE.fit(iterator(batches)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ExtremeLearningMachine: ")
        .hasMessageContainingAll(said);
  }

  /** Batches as they are. */
  private static DataSetIterator iterator(List<DataSet> batches) {
    return new ExistingDataSetIterator(batches);
  }

  private static DataSet batch(int rows) {
    float[][] labels = new float[rows][2];
    for (int i = 0; i < rows; i++) {
      labels[i][i % 2] = 1;
    }
    return new DataSet(features(rows), Nd4j.create(labels));
  }

  private static INDArray features(int rows) {
    float[][] values = new float[rows][3];
    for (int i = 0; i < rows; i++) {
      values[i][i % 3] = 1 + i;
    }
    return Nd4j.create(values);
  }

  @Test
  void aTargetThatIsZeroThroughoutIsNoClass() {
    DataSet batch = new DataSet(features(2), Nd4j.create(new float[][] {{0.5f, 0, 1}, {2, 0, -1}}));

    MultiLayerNetwork network = MACHINE.fit(new ExistingDataSetIterator(List.of(batch)));

    assertThat(network.output(features(2)).getColumn(1).norm1Number().doubleValue()).isZero();
  }

  @Test
  void aQuantizerThatTheHiddenLayerCannotHave() {
    assertThatThrownBy(() -> MACHINE.oneBit(new LevelQuantizer(1, 1, new StepQuantizer())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BinaryDenseLayer \"hidden\": inputQuantizer is levels(1.0, 1.0,");
  }
}
