package io.dl4jcompact.binary.elm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.Statistic;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class ExtremeLearningMachineTest {

  private static final int INPUTS = 6;
  private static final int OUTPUTS = 3;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void outputWeightsAreTheRidgeSolution(OutputSolver solver) {
    DataSet samples = samples(2_300, 1);

    MultiLayerNetwork network =
        new ExtremeLearningMachine(20).ridge(0.5).solver(solver).fit(batches(samples, 300));

    requireClose(network, NaiveLeastSquares.ridge(hidden(network, samples), labels(samples), 0.5));
  }

  @ParameterizedTest
  @EnumSource
  void withoutRidgeOutputWeightsAreThePseudoInverseTimesTheLabels(OutputSolver solver) {
    DataSet samples = samples(500, 2);

    MultiLayerNetwork network =
        new ExtremeLearningMachine(5).ridge(0).solver(solver).fit(batches(samples, 64));

    requireClose(network, NaiveLeastSquares.ridge(hidden(network, samples), labels(samples), 0));
  }

  @Test
  void withFewerSamplesThanNodesSvdGivesTheSolutionOfLeastNorm() {
    DataSet samples = samples(4, 3);

    MultiLayerNetwork network =
        new ExtremeLearningMachine(30).ridge(0).solver(OutputSolver.SVD).fit(batches(samples, 2));

    double[][] hidden = hidden(network, samples);
    requireClose(network, NaiveLeastSquares.leastNorm(hidden, labels(samples)));
    assertThat(network.output(features(samples)).equalsWithEps(samples.getLabels(), 1e-4)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void batchesOfAnySizeGiveTheSameNetwork(OutputSolver solver) {
    DataSet samples = samples(1_201, 4);
    ExtremeLearningMachine machine = new ExtremeLearningMachine(12).seed(9).solver(solver);

    INDArray whole = machine.fit(batches(samples, 1_201)).params();

    assertThat(machine.fit(batches(samples, 7)).params().equalsWithEps(whole, 1e-5)).isTrue();
    assertThat(machine.fit(batches(samples, 1_201)).params()).isEqualTo(whole);
  }

  @Test
  void weightsAreUniformAndOnlyTheSeedDecides() {
    DataSet samples = new DataSet(new RandomNumbers(5).grid(9, 300), samples(9, 5).getLabels());
    ExtremeLearningMachine machine = new ExtremeLearningMachine(60);
    MultiLayerNetwork network = machine.fit(batches(samples, 9));
    INDArray weights = network.getLayer(0).getParam("W");

    assertThat(weights.shape()).containsExactly(300, 60);
    assertThat(weights.minNumber().doubleValue()).isBetween(-1.0, -0.99);
    assertThat(weights.maxNumber().doubleValue()).isBetween(0.99, 1.0);
    // Of 18,000 draws: the mean's deviation is 0.0043, that of the variance 0.0022.
    assertThat(weights.meanNumber().doubleValue()).isBetween(-0.02, 0.02);
    assertThat(weights.varNumber().doubleValue()).isBetween(0.32, 0.345);
    INDArray biases = network.getLayer(0).getParam("b");
    assertThat(biases.minNumber().doubleValue()).isBetween(-1.0, -0.8);
    assertThat(biases.maxNumber().doubleValue()).isBetween(0.8, 1.0);
    assertThat(machine.seed(1).fit(batches(samples, 9)).params()).isNotEqualTo(network.params());
  }

  @Test
  void furtherTrainingLeavesTheHiddenLayer() throws IOException {
    DataSet samples = samples(100, 6);
    File file = directory.resolve("network.zip").toFile();
    new ExtremeLearningMachine(10).fit(batches(samples, 50)).save(file);

    MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(file);
    INDArray hidden = network.getLayer(0).params().dup();
    INDArray output = network.getLayer(1).params().dup();
    assertThat(network.evaluate(batches(samples, 50)).accuracy()).isGreaterThan(0.7);
    network.setLearningRate(0.1);
    network.fit(batches(samples(100, 60), 50), 3);

    assertThat(network.getLayer(0).params()).isEqualTo(hidden);
    assertThat(network.getLayer(1).params()).isNotEqualTo(output);
  }

  @Test
  void imagesAreFlattenedByTheNetwork() {
    RandomNumbers numbers = new RandomNumbers(7);
    INDArray images = numbers.grid(50, 2, 5, 4);
    DataSet samples = new DataSet(images, samples(50, 7).getLabels());

    MultiLayerNetwork network = new ExtremeLearningMachine(8).fit(batches(samples, 25));

    assertThat(network.output(images).shape()).containsExactly(50, OUTPUTS);
    Parity.check(
        network,
        ExportOptions.DEFAULT.withInputTypes(InputType.convolutional(5, 4, 2)),
        numbers.grid(9, 2, 5, 4));
  }

  @Test
  void theModelGivesWhatTheNetworkGives() {
    DataSet samples = samples(300, 8);
    MultiLayerNetwork network = new ExtremeLearningMachine(65).fit(batches(samples, 100));

    Parity.check(network, ExportOptions.DEFAULT, features(samples(50, 9)));
  }

  @Test
  void theOneBitFormPacksTheSignsOfTheSameWeights() {
    DataSet samples = samples(300, 10);
    ExtremeLearningMachine machine = new ExtremeLearningMachine(65).seed(3);
    MultiLayerNetwork plain = machine.fit(batches(samples, 100));

    for (ExtremeLearningMachine form :
        List.of(machine.oneBit(new Identity()), machine.oneBit(new StepQuantizer(0.1f)))) {
      MultiLayerNetwork network = form.fit(batches(samples, 100));
      Exported exported = Parity.check(network, ExportOptions.DEFAULT, features(samples(50, 11)));

      assertThat(network.getLayer(0).getParam("W")).isEqualTo(plain.getLayer(0).getParam("W"));
      assertThat(exported.report().layers().get(0).bytesAfter())
          .isLessThan(
              CompactExporter.exportWithReport(plain).report().layers().get(0).bytesAfter());
    }
  }

  @Test
  void theOneBitFormsOutputWeightsFitItsOwnHiddenValues() {
    DataSet samples = samples(700, 12);
    MultiLayerNetwork network =
        new ExtremeLearningMachine(9)
            .ridge(1)
            .oneBit(new StepQuantizer(0.1f))
            .fit(batches(samples, 100));

    double[][] bits =
        features(samples).gt(0.1).castTo(features(samples).dataType()).toDoubleMatrix();
    double[][] latent = network.getLayer(0).getParam("W").toDoubleMatrix();
    double[][] hidden =
        NaiveLeastSquares.hidden(
            bits, scaledSigns(latent), network.getLayer(0).getParam("b").toDoubleVector());
    requireClose(network, NaiveLeastSquares.ridge(hidden, labels(samples), 1));
  }

  /** Of the first batch's 101 samples alone; their median by sorting. */
  @Test
  void aDynamicThresholdIsTheFirstBatchsStatistic() {
    DataSet samples = samples(700, 14);
    samples.getFeatures().addi(3);
    ExtremeLearningMachine machine = new ExtremeLearningMachine(9).ridge(1);
    double[] first =
        features(samples).get(NDArrayIndex.interval(0, 101)).dup().ravel().toDoubleVector();
    Arrays.sort(first);
    float median = (float) first[(first.length - 1) / 2];

    for (Quantizer dynamic :
        List.of(
            new DynamicStepQuantizer(Statistic.median()),
            new LevelQuantizer(1, 0, new DynamicStepQuantizer(Statistic.median())))) {
      MultiLayerNetwork network = machine.oneBit(dynamic).fit(batches(samples, 101));
      MultiLayerNetwork fixed =
          machine.oneBit(new StepQuantizer(median)).fit(batches(samples, 101));

      assertThat(network.output(features(samples))).isEqualTo(fixed.output(features(samples)));
      assertThat(network.evaluate(batches(samples, 100)).accuracy()).isGreaterThan(0.5);
      Parity.check(network, ExportOptions.DEFAULT, features(samples));
    }
  }

  private static double[][] scaledSigns(double[][] latent) {
    double[][] signs = new double[latent.length][latent[0].length];
    for (int j = 0; j < latent[0].length; j++) {
      double sum = 0;
      for (double[] row : latent) {
        sum += Math.abs(row[j]);
      }
      for (int i = 0; i < latent.length; i++) {
        signs[i][j] = (latent[i][j] < 0 ? -1 : 1) * sum / latent.length;
      }
    }
    return signs;
  }

  /** Labels that are a function of the features: which third of the sum's range. */
  private static DataSet samples(int count, long seed) {
    RandomNumbers numbers = new RandomNumbers(seed);
    INDArray features = numbers.grid(count, INPUTS);
    float[][] labels = new float[count][OUTPUTS];
    for (int i = 0; i < count; i++) {
      double sum = features.getRow(i).sumNumber().doubleValue();
      labels[i][i < OUTPUTS ? i : sum < -0.3 ? 0 : sum < 0.3 ? 1 : 2] = 1;
    }
    return new DataSet(features, Nd4j.create(labels));
  }

  private static DataSetIterator batches(DataSet samples, int size) {
    return new ListDataSetIterator<>(samples.asList(), size);
  }

  private static INDArray features(DataSet samples) {
    return samples.getFeatures();
  }

  private static double[][] labels(DataSet samples) {
    return samples.getLabels().toDoubleMatrix();
  }

  private static double[][] hidden(MultiLayerNetwork network, DataSet samples) {
    return NaiveLeastSquares.hidden(
        features(samples).toDoubleMatrix(),
        network.getLayer(0).getParam("W").toDoubleMatrix(),
        network.getLayer(0).getParam("b").toDoubleVector());
  }

  /** Within what the floats of H can move a solution of these sizes. */
  private static void requireClose(MultiLayerNetwork network, double[][] expected) {
    double[][] actual = network.getLayer(1).getParam("W").toDoubleMatrix();
    double greatest = Nd4j.createFromArray(expected).amaxNumber().doubleValue();
    assertThat(actual).hasDimensions(expected.length, OUTPUTS);
    for (int i = 0; i < expected.length; i++) {
      for (int j = 0; j < OUTPUTS; j++) {
        assertThat(actual[i][j])
            .as("node %d, output %d", i, j)
            .isCloseTo(expected[i][j], offset(1e-3 * greatest));
      }
    }
  }
}
