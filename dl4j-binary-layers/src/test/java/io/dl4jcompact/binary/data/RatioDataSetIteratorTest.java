package io.dl4jcompact.binary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.binary.BinaryDenseLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.deeplearning4j.datasets.iterator.AsyncDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Over lines "class, a, b" of DataVec's own CSV reader: a is the line's number, b its class's. */
class RatioDataSetIteratorTest {

  private static final String[] CLASSES = {"cat", "dog", "fish", "bird", "worm"};
  private static final int LINES = 100;

  @TempDir private Path directory;
  private CSVRecordReader reader;

  @BeforeEach
  void write() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      lines.add(CLASSES[i % 5] + "," + i + "," + i % 5);
    }
    Path file = Files.write(directory.resolve("samples.csv"), lines);
    reader = new CSVRecordReader();
    reader.initialize(new FileSplit(file.toFile()));
  }

  private RatioDataSetIterator iterator(RatioSampling sampling) {
    return new RatioDataSetIterator(reader, 0, Set.of("dog", "fish"), sampling);
  }

  @Test
  void severalClassesAreMappedToTwo() {
    RatioDataSetIterator iterator = iterator(RatioSampling.of(1, 3, 16));

    // 40 positives fill 10 batches of 4, and 60 negatives 5 of 12.
    assertThat(iterator.batches()).isEqualTo(10);
    List<DataSet> batches = rest(iterator);
    assertThat(batches).hasSize(10);
    for (DataSet batch : batches) {
      assertThat(batch.getFeatures().shape()).containsExactly(16, 2);
      assertThat(batch.getLabels().sum(0).toFloatVector()).containsExactly(12, 4);
      for (int i = 0; i < 16; i++) {
        int number = batch.getFeatures().getInt(i, 0);
        boolean positive = number % 5 == 1 || number % 5 == 2;
        assertThat(batch.getFeatures().getInt(i, 1)).isEqualTo(number % 5);
        assertThat(batch.getLabels().getInt(i, 1)).isEqualTo(positive ? 1 : 0);
        assertThat(batch.getLabels().getInt(i, 0)).isEqualTo(positive ? 0 : 1);
      }
    }
  }

  @Test
  void examplesSayWhereTheyCameFrom() throws IOException {
    DataSet batch = iterator(RatioSampling.of(1, 1, 8)).next();
    for (int i = 0; i < 8; i++) {
      String number =
          reader
              .loadFromMetaData(
                  (org.datavec.api.records.metadata.RecordMetaData)
                      batch.getExampleMetaData().get(i))
              .getRecord()
              .get(1)
              .toString();
      assertThat(number).isEqualTo(Integer.toString(batch.getFeatures().getInt(i, 0)));
    }
  }

  @Test
  void aPassIsRepeatableAndEpochsDiffer() {
    RatioSampling sampling = RatioSampling.of(1, 2, 12).withSeed(4);
    RatioDataSetIterator iterator = iterator(sampling);
    iterator.reset();
    iterator.reset();
    List<Integer> first = numbers(iterator);
    assertThat(iterator.hasNext()).isFalse();
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessageContaining("reset()");
    iterator.reset();
    List<Integer> second = numbers(iterator);

    RatioDataSetIterator again = iterator(sampling);
    assertThat(numbers(again)).isEqualTo(first).isNotEqualTo(second);
    again.reset();
    again.next();
    again.reset();
    assertThat(numbers(again)).as("the third pass").isNotEqualTo(second);
    RatioDataSetIterator fixed = iterator(sampling.fixedOrder());
    assertThat(numbers(fixed)).isEqualTo(first);
    fixed.reset();
    assertThat(numbers(fixed)).isEqualTo(first);
  }

  @Test
  void prefetchingGivesTheSameBatches() {
    RatioSampling sampling = RatioSampling.of(1, 2, 12).withSeed(4);
    DataSetIterator prefetching = new AsyncDataSetIterator(iterator(sampling), 3);
    assertThat(numbers(prefetching)).isEqualTo(numbers(iterator(sampling)));
  }

  @Test
  void itSaysWhatItIs() {
    RatioDataSetIterator iterator = iterator(RatioSampling.of(1, 2, 12));
    assertThat(iterator.resetSupported()).isTrue();
    assertThat(iterator.asyncSupported()).isTrue();
    assertThat(iterator.batch()).isEqualTo(12);
    assertThat(iterator.inputColumns()).isEqualTo(2);
    assertThat(iterator.totalOutcomes()).isEqualTo(2);
    assertThat(iterator.getLabels()).containsExactly("negative", "positive");
    assertThat(iterator.getPreProcessor()).isNull();
    iterator.setPreProcessor(batch -> batch.getFeatures().divi(LINES));
    assertThat(iterator.getPreProcessor()).isNotNull();
    assertThat(iterator.next().getFeatures().maxNumber().doubleValue()).isLessThan(1);
  }

  @Test
  void batchesOfAnotherSizeKeepTheRatioAndTheEpoch() {
    RatioDataSetIterator iterator = iterator(RatioSampling.of(1, 2, 12));
    // 40 positives fill 10 batches of 4: 120 samples.
    int samples = 0;
    while (iterator.hasNext()) {
      DataSet batch = iterator.next(9);
      samples += batch.numExamples();
      assertThat(3 * batch.getLabels().getColumn(1).sumNumber().intValue())
          .isEqualTo(batch.numExamples());
    }
    assertThat(samples).isEqualTo(120);
    iterator.reset();
    assertThatThrownBy(() -> iterator.next(10)).hasMessageContaining("the batch is 10");
  }

  @Test
  void aNetworkLearnsFromItAndStopsEarly() {
    DataSetIterator samples =
        new RatioDataSetIterator(
            reader, 0, Set.of("bird", "worm"), RatioSampling.of(1, 1, 20).withSeed(1));
    samples.setPreProcessor(
        batch -> batch.setFeatures(batch.getFeatures().getColumns(1).subi(2.5)));
    EarlyStoppingConfiguration<MultiLayerNetwork> stopping =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .scoreCalculator(new DataSetLossCalculator(samples, true))
            .epochTerminationConditions(new MaxEpochsTerminationCondition(10))
            .modelSaver(new InMemoryModelSaver<>())
            .build();

    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(stopping, network(), samples).fit();

    assertThat(result.getTotalEpochs()).isEqualTo(10);
    assertThat(result.getBestModel().evaluate(samples).accuracy()).isGreaterThan(0.95);
  }

  private static MultiLayerConfiguration network() {
    return new NeuralNetConfiguration.Builder()
        .seed(2)
        .updater(new Adam(0.02))
        .list()
        .layer(new DenseLayer.Builder().nOut(16).activation(Activation.TANH).build())
        .layer(new BatchNormalization())
        .layer(new BinaryDenseLayer.Builder().nOut(16).build())
        .layer(new BatchNormalization())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(1))
        .build();
  }

  @Test
  void classesThatAreNotThereAreRefused() {
    for (Set<String> classes : List.of(Set.of("dgo"), Set.<String>of(), Set.of(CLASSES))) {
      assertThatThrownBy(
              () -> new RatioDataSetIterator(reader, 0, classes, RatioSampling.of(1, 1, 2)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[bird, cat, dog, fish, worm] of the 100 records")
          .hasMessageContaining("label column 0");
    }
    assertThatThrownBy(
            () -> new RatioDataSetIterator(reader, 3, Set.of("dog"), RatioSampling.of(1, 1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("label column is 3, expected 0..2");
  }

  @Test
  void anEpochWithoutABatchIsRefused() {
    RatioSampling sampling = RatioSampling.of(1, 1, 82).withScarce(ScarceClass.END_EPOCH);
    assertThatThrownBy(() -> iterator(sampling))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40 positive and 60 negative records, expected at least 41 and 41");
    assertThat(iterator(sampling.withScarce(ScarceClass.REPEAT)).batches()).isEqualTo(2);
  }

  private static List<DataSet> rest(DataSetIterator iterator) {
    List<DataSet> batches = new ArrayList<>();
    iterator.forEachRemaining(batches::add);
    return batches;
  }

  private static List<Integer> numbers(DataSetIterator iterator) {
    List<Integer> numbers = new ArrayList<>();
    for (DataSet batch : rest(iterator)) {
      for (int number : batch.getFeatures().getColumn(0).toIntVector()) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
