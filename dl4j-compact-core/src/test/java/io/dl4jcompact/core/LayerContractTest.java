package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What Deeplearning4j's users may expect of any layer with weights "W", in both kinds of networks.
 * A layer kind's test extends this and says how to build the layer and what it computes.
 */
public abstract class LayerContractTest extends GradientContract {

  /** The dimensions of W that one output's weights extend over. */
  private static final int[] IMAGE = {1, 2, 3};

  private static final int[] VECTOR = {0};

  @ParameterizedTest
  @EnumSource
  void outputEqualsTheFormula(NetworkKind kind) {
    Model model = network(kind);
    train(kind, model);
    INDArray input = input();

    INDArray output = kind.firstActivation(model, input);

    FeedForwardLayer conf = (FeedForwardLayer) kind.layer(model, "first").conf().getLayer();
    Operands at = new Operands(kind.layer(model, "first").paramTable(), input);
    double[] expected = naiveInference(conf, at);
    assertThat(output.dup('c').data().asDouble()).containsExactly(expected, within(1e-4));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("refusals")
  void badSettingsAreRefusedByName(Refusal refusal) {
    assertThatIllegalArgumentException()
        .isThrownBy(refusal.attempt())
        .withMessageContaining(layer("mine", 4).getClass().getSimpleName() + " \"mine\": ")
        .withMessageContaining(refusal.message());
  }

  @ParameterizedTest
  @EnumSource
  void trainingLowersTheLoss(NetworkKind kind) {
    Model model = network(kind);
    kind.fit(model, data());
    double before = model.score();

    for (int i = 0; i < 40; i++) {
      kind.fit(model, data());
    }

    assertThat(model.score()).isLessThan(before);
  }

  @ParameterizedTest
  @EnumSource
  void doubleFeaturesTrainAsFloatOnes(NetworkKind kind) {
    Model floats = network(kind);
    Model doubles = network(kind);
    DataSet data = data();
    INDArray features = data.getFeatures().castTo(DataType.DOUBLE);

    kind.fit(floats, data);
    kind.fit(doubles, new DataSet(features, data.getLabels()));

    assertThat(doubles.params()).isEqualTo(floats.params());
    assertThat(kind.output(doubles, features)).isEqualTo(kind.output(floats, data.getFeatures()));
  }

  @Test
  void earlyStoppingTrainsBothKinds() {
    EarlyStoppingResult<MultiLayerNetwork> list =
        new EarlyStoppingTrainer(
                stopping(), (MultiLayerNetwork) network(NetworkKind.LIST), iterator())
            .fit();
    EarlyStoppingResult<ComputationGraph> graph =
        new EarlyStoppingGraphTrainer(
                stopping(), (ComputationGraph) network(NetworkKind.GRAPH), iterator())
            .fit();

    assertThat(list.getTotalEpochs()).isEqualTo(STEPS);
    assertThat(list.getBestModel().params()).isEqualTo(graph.getBestModel().params());
  }

  private SingletonDataSetIterator iterator() {
    return new SingletonDataSetIterator(data());
  }

  private <T extends Model> EarlyStoppingConfiguration<T> stopping() {
    return new EarlyStoppingConfiguration.Builder<T>()
        .epochTerminationConditions(new MaxEpochsTerminationCondition(STEPS))
        .scoreCalculator(new DataSetLossCalculator(iterator(), true))
        .modelSaver(new InMemoryModelSaver<>())
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void statsListenerSeesTheParameters(NetworkKind kind) {
    Model model = network(kind);
    InMemoryStatsStorage storage = new InMemoryStatsStorage();
    model.setListeners(new StatsListener(storage, 1));

    train(kind, model);

    String session = storage.listSessionIDs().get(0);
    assertThat(storage.getNumUpdateRecordsFor(session)).isEqualTo(STEPS);
  }

  @ParameterizedTest
  @EnumSource
  void summaryNamesTheLayerAndItsParameters(NetworkKind kind) {
    Model model = network(kind);

    assertThat(kind.summary(model))
        .contains(layer("first", 4).getClass().getSimpleName())
        .contains(String.valueOf(kind.layer(model, "first").numParams()));
  }

  @ParameterizedTest
  @EnumSource
  void memoryReportCountsTheParameters(NetworkKind kind) {
    Model model = network(kind);

    var report = kind.memoryReport(model, inputType());

    assertThat(
            report.getMemoryBytes(
                MemoryType.PARAMETERS,
                MINIBATCH,
                MemoryUseMode.TRAINING,
                CacheMode.NONE,
                DataType.FLOAT))
        .isEqualTo(model.numParams() * Float.BYTES);
    assertThat(
            report.getTotalMemoryBytes(
                MINIBATCH, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT))
        .isGreaterThan(
            report.getTotalMemoryBytes(
                MINIBATCH, MemoryUseMode.INFERENCE, CacheMode.NONE, DataType.FLOAT));
  }

  @ParameterizedTest
  @EnumSource
  void workspacesDoNotChangeResults(NetworkKind kind) {
    Model with = network(kind, workspaces(WorkspaceMode.ENABLED));
    Model without = network(kind, workspaces(WorkspaceMode.NONE));

    train(kind, with);
    train(kind, without);

    assertThat(with.params()).isEqualTo(without.params());
    assertThat(kind.output(with, input())).isEqualTo(kind.output(without, input()));
  }

  private static NeuralNetConfiguration.Builder workspaces(WorkspaceMode mode) {
    return settings(new Adam(0.01)).trainingWorkspaceMode(mode).inferenceWorkspaceMode(mode);
  }

  @Test
  void bothKindsOfNetworksTrainAlike() {
    Model list = network(NetworkKind.LIST);
    Model graph = network(NetworkKind.GRAPH);

    train(NetworkKind.LIST, list);
    train(NetworkKind.GRAPH, graph);

    assertThat(list.params()).isEqualTo(graph.params());
  }

  @ParameterizedTest
  @EnumSource
  void l2PullsTheLatentWeights(NetworkKind kind) {
    double rate = 0.1;
    double l2 = 0.5;
    Model plain = network(kind, settings(new Sgd(rate)));
    Model regularised = network(kind, settings(new Sgd(rate)).l2(l2));
    INDArray start = kind.layer(plain, "first").getParam("W").dup();

    kind.fit(plain, data());
    kind.fit(regularised, data());

    INDArray pulled =
        kind.layer(plain, "first")
            .getParam("W")
            .sub(kind.layer(regularised, "first").getParam("W"));
    assertThat(pulled.equalsWithEps(start.mul(rate * l2), 1e-6)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void gradientClippingBoundsTheUpdate(NetworkKind kind) {
    double bound = 1e-3;
    Model model =
        network(
            kind,
            settings(new Sgd(1))
                .gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue)
                .gradientNormalizationThreshold(bound));
    INDArray start = kind.layer(model, "first").getParam("W").dup();

    kind.fit(model, data());

    INDArray moved = kind.layer(model, "first").getParam("W").sub(start);
    assertThat(moved.amaxNumber().doubleValue()).isEqualTo(bound, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource
  void everyMinibatchDrawsItsOwnWeightNoise(NetworkKind kind) {
    List<DataSet> batches = List.of(data(), data(), data());
    Model together = network(kind, noisy());
    Model oneByOne = network(kind, noisy());

    Nd4j.getRandom().setSeed(5);
    kind.fit(together, new ExistingDataSetIterator(batches));
    Nd4j.getRandom().setSeed(5);
    batches.forEach(batch -> kind.fit(oneByOne, batch));

    assertThat(together.params()).isEqualTo(oneByOne.params());
  }

  private static NeuralNetConfiguration.Builder noisy() {
    return settings(new Adam(0.01)).weightNoise(new WeightNoise(new NormalDistribution(0, 0.3)));
  }

  @ParameterizedTest
  @EnumSource
  void constraintsHoldForTheLatentWeights(NetworkKind kind) {
    int[] channel = inputType() instanceof InputType.InputTypeConvolutional ? IMAGE : VECTOR;
    FeedForwardLayer constrained = layer("first", 4);
    constrained.setConstraints(
        List.of(new MinMaxNormConstraint(0.1, 0.2, 1, Set.of("W"), channel)));
    Model model = network(kind, settings(new Sgd(0.5)), List.of(constrained));

    train(kind, model);

    INDArray norms = kind.layer(model, "first").getParam("W").norm2(channel);
    assertThat(norms.maxNumber().doubleValue()).isLessThanOrEqualTo(0.2 + 1e-5);
    assertThat(norms.minNumber().doubleValue()).isGreaterThanOrEqualTo(0.1 - 1e-5);
  }
}
