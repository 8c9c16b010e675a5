package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.ClassificationScoreCalculator;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LossThresholdTest {

  private static final int EPOCHS = 20;
  private static final int BATCHES = 3;

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.3))
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  /** The same batch again and again, so that the loss falls from one to the next. */
  private static ExistingDataSetIterator data() {
    Nd4j.getRandom().setSeed(2);
    INDArray features = Nd4j.randn(DataType.FLOAT, 8, 4);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, 2);
    for (int i = 0; i < 8; i++) {
      labels.putScalar(i, features.getDouble(i, 0) > 0 ? 1 : 0, 1);
    }
    DataSet batch = new DataSet(features, labels);
    return new ExistingDataSetIterator(List.of(batch, batch, batch));
  }

  private static EarlyStoppingConfiguration.Builder<MultiLayerNetwork> stopping(
      EarlyStoppingModelSaver<MultiLayerNetwork> saver) {
    return new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
        .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
        .scoreCalculator(new DataSetLossCalculator(data(), true))
        .modelSaver(saver);
  }

  /** The loss of every iteration of a training that nothing stops. */
  private static List<Double> losses() {
    MultiLayerNetwork network = network();
    List<Double> losses = new ArrayList<>();
    for (int i = 0; i < EPOCHS * BATCHES; i++) {
      network.fit(data().next());
      losses.add(network.score());
    }
    return losses;
  }

  @Test
  void theEpochFormStopsAfterTheFirstEpochAtOrUnderTheThreshold() {
    // The loss after epoch k is that of the next iteration, before its update.
    List<Double> losses = losses();
    double reached = losses.get(5 * BATCHES);
    assertThat(losses.get(4 * BATCHES)).isGreaterThan(reached);

    EarlyStoppingResult<MultiLayerNetwork> result = fitEpochs(reached);

    assertThat(result.getTerminationReason())
        .isEqualTo(TerminationReason.EpochTerminationCondition);
    assertThat(result.getTerminationDetails()).contains("threshold=" + reached);
    assertThat(result.getTotalEpochs()).isEqualTo(5);
    assertThat(fitEpochs(Math.nextDown((float) reached)).getTotalEpochs()).isEqualTo(6);
  }

  private static EarlyStoppingResult<MultiLayerNetwork> fitEpochs(double threshold) {
    var configuration =
        stopping(new InMemoryModelSaver<>())
            .epochTerminationConditions(
                new MaxEpochsTerminationCondition(EPOCHS),
                new LossThresholdEpochTerminationCondition(threshold))
            .build();
    return new EarlyStoppingTrainer(configuration, network(), data()).fit();
  }

  @Test
  void theIterationFormStopsAfterTheFirstMinibatchAtOrUnderTheThreshold() throws Exception {
    double reached = losses().get(7);
    InMemoryModelSaver<MultiLayerNetwork> saver = new InMemoryModelSaver<>();

    EarlyStoppingResult<MultiLayerNetwork> result = fitIterations(reached, saver);

    assertThat(result.getTerminationReason())
        .isEqualTo(TerminationReason.IterationTerminationCondition);
    assertThat(result.getTotalEpochs()).isEqualTo(2);
    assertThat(saver.getLatestModel().getIterationCount()).isEqualTo(8);
    assertThat(result.getBestModel().getIterationCount()).isEqualTo(2 * BATCHES);
  }

  private static EarlyStoppingResult<MultiLayerNetwork> fitIterations(
      double threshold, EarlyStoppingModelSaver<MultiLayerNetwork> saver) {
    var configuration =
        stopping(saver)
            .iterationTerminationConditions(
                new LossThresholdIterationTerminationCondition(threshold))
            .saveLastModel(true)
            .build();
    return new EarlyStoppingTrainer(configuration, network(), data()).fit();
  }

  @Test
  void theLatestModelStandsInForABestOneInTheFirstEpoch(@TempDir Path directory) {
    double reached = losses().get(1);

    var inMemory = fitIterations(reached, new LatestModelFallback<>(new InMemoryModelSaver<>()));
    var inFiles =
        fitIterations(
            reached, new LatestModelFallback<>(new LocalFileModelSaver(directory.toString())));

    assertThat(inMemory.getBestModel().getIterationCount()).isEqualTo(2);
    assertThat(inFiles.getBestModel().params()).isEqualTo(inMemory.getBestModel().params());
    assertThatNullPointerException()
        .as("what Deeplearning4j does without it; if no more, the class can go")
        .isThrownBy(() -> fitIterations(reached, new InMemoryModelSaver<>()));
  }

  @Test
  void theFallbackPrefersABestModel() {
    double reached = losses().get(7);

    var plain = fitIterations(reached, new InMemoryModelSaver<>());
    var wrapped = fitIterations(reached, new LatestModelFallback<>(new InMemoryModelSaver<>()));

    assertThat(wrapped.getBestModel().params()).isEqualTo(plain.getBestModel().params());
  }

  @Test
  void graphsStopToo() {
    ComputationGraph graph = network().toComputationGraph();
    var configuration =
        new EarlyStoppingConfiguration.Builder<ComputationGraph>()
            .epochTerminationConditions(
                new MaxEpochsTerminationCondition(EPOCHS),
                new LossThresholdEpochTerminationCondition(losses().get(5 * BATCHES) + 1e-6))
            .scoreCalculator(new DataSetLossCalculator(data(), true))
            .build();

    var result = new EarlyStoppingGraphTrainer(configuration, graph, data()).fit();

    assertThat(result.getTotalEpochs()).isEqualTo(5);
  }

  @Test
  void naNIsUnderNoThreshold() {
    var epoch = new LossThresholdEpochTerminationCondition(0.5);
    var iteration = new LossThresholdIterationTerminationCondition(0.5);

    assertThat(epoch.terminate(3, Double.NaN, true)).isFalse();
    assertThat(iteration.terminate(Double.NaN)).isFalse();
    assertThat(epoch.terminate(0, 0.5, true)).isTrue();
    assertThat(iteration.terminate(0.5)).isTrue();
    assertThat(iteration.terminate(Math.nextUp(0.5))).isFalse();
  }

  @Test
  void aScoreToMaximiseIsRefused() {
    var configuration =
        stopping(new InMemoryModelSaver<>())
            .epochTerminationConditions(new LossThresholdEpochTerminationCondition(0.9))
            .scoreCalculator(new ClassificationScoreCalculator(Evaluation.Metric.ACCURACY, data()))
            .build();

    assertThatIllegalStateException()
        .isThrownBy(() -> new EarlyStoppingTrainer(configuration, network(), data()).fit())
        .withMessageContaining("threshold=0.9")
        .withMessageContaining("expected a loss; use DataSetLossCalculator");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aThresholdThatIsNotFiniteIsRefused(double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LossThresholdEpochTerminationCondition(threshold))
        .withMessageContaining("threshold must be finite, got " + threshold);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LossThresholdIterationTerminationCondition(threshold))
        .withMessageContaining("threshold must be finite, got " + threshold);
  }

  @Test
  void jsonOfTheConfigurationKeepsThem() throws Exception {
    var epoch = new LossThresholdEpochTerminationCondition(0.25);
    var iteration = new LossThresholdIterationTerminationCondition(0.125);
    var configuration =
        new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
            .epochTerminationConditions(epoch)
            .iterationTerminationConditions(iteration)
            // Deeplearning4j's model savers have no JSON that can be read.
            .modelSaver(null)
            .build();

    String json = NeuralNetConfiguration.mapper().writeValueAsString(configuration);
    EarlyStoppingConfiguration<?> read =
        NeuralNetConfiguration.mapper().readValue(json, EarlyStoppingConfiguration.class);

    assertThat(read.getEpochTerminationConditions())
        .isEqualTo(List.<EpochTerminationCondition>of(epoch));
    assertThat(read.getIterationTerminationConditions())
        .isEqualTo(List.<IterationTerminationCondition>of(iteration));
  }
}
