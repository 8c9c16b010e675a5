package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.storage.InMemoryStatsStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What Deeplearning4j's users may expect of any layer with weights "W", in both kinds of networks.
 * A layer kind's test extends this and says how to build the layer and what it computes.
 */
public abstract class LayerContractTest {

  private static final int MINIBATCH = 6;
  private static final int CLASSES = 3;
  private static final int STEPS = 3;

  /** The dimensions of W that one output's weights extend over. */
  private static final int[] IMAGE = {1, 2, 3};

  private static final int[] VECTOR = {0};

  /** A configuration with that name and nOut, whose nIn is inferred. */
  protected abstract FeedForwardLayer layer(String name, int nOut);

  /** What the layer reads; the layer must be able to read the output of another one like it. */
  protected abstract InputType inputType();

  /** The layer's output at inference by plain loops, in the array's c order. */
  protected abstract double[] naiveOutput(
      FeedForwardLayer conf, Map<String, INDArray> parameters, INDArray input);

  private Model network(NetworkKind kind) {
    return network(kind, settings(new Adam(0.01)));
  }

  private Model network(NetworkKind kind, NeuralNetConfiguration.Builder settings) {
    return network(kind, settings, List.of(layer("first", 4), layer("second", 5)));
  }

  private Model network(
      NetworkKind kind, NeuralNetConfiguration.Builder settings, List<FeedForwardLayer> tested) {
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .name("output")
            .activation(Activation.SOFTMAX)
            .nOut(CLASSES)
            .build();
    List<Layer> layers = new ArrayList<>(tested);
    layers.add(output);
    return kind.create(settings, inputType(), layers);
  }

  private static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(42).updater(updater);
  }

  private INDArray input() {
    Nd4j.getRandom().setSeed(7);
    long[] shape = inputType().getShape(true);
    shape[0] = MINIBATCH;
    return Nd4j.randn(DataType.FLOAT, shape);
  }

  private DataSet data() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, CLASSES);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(input(), labels);
  }

  private void train(NetworkKind kind, Model model) {
    for (int i = 0; i < STEPS; i++) {
      kind.fit(model, data());
    }
  }

  @ParameterizedTest
  @EnumSource
  void outputEqualsTheFormula(NetworkKind kind) {
    Model model = network(kind);
    train(kind, model);
    INDArray input = input();

    INDArray output = kind.firstActivation(model, input);

    FeedForwardLayer conf = (FeedForwardLayer) kind.layer(model, "first").conf().getLayer();
    double[] expected = naiveOutput(conf, kind.layer(model, "first").paramTable(), input);
    assertThat(output.dup('c').data().asDouble()).containsExactly(expected, within(1e-4));
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
  void jsonRoundTripKeepsTheConfiguration(NetworkKind kind) {
    Model model = network(kind);

    Model read = kind.fromJson(model);

    assertSameLayers(kind, model, read);
  }

  @ParameterizedTest
  @EnumSource
  void yamlRoundTripKeepsTheConfiguration(NetworkKind kind) {
    Model model = network(kind);

    Model read = kind.fromYaml(model);

    assertSameLayers(kind, model, read);
  }

  private static void assertSameLayers(NetworkKind kind, Model model, Model other) {
    for (String name : List.of("first", "second")) {
      Layer conf = kind.layer(model, name).conf().getLayer();
      assertThat(kind.layer(other, name).conf().getLayer()).isEqualTo(conf).hasSameHashCodeAs(conf);
    }
    assertThat(other.numParams()).isEqualTo(model.numParams());
  }

  @Test
  void confsDifferIfASettingDiffers() {
    assertThat(layer("a", 4)).isEqualTo(layer("a", 4)).isNotEqualTo(layer("a", 5));
    assertThat(layer("a", 4).clone()).isEqualTo(layer("a", 4)).isNotEqualTo(layer("b", 4));
  }

  @ParameterizedTest
  @EnumSource
  void cloneTrainsOnItsOwn(NetworkKind kind) {
    // Not Adam: a cloned ComputationGraph forgets the iteration, which Adam counts.
    Model model = network(kind, settings(new Nesterovs(0.05)));
    train(kind, model);
    INDArray before = model.params().dup();

    Model copy = kind.copy(model);
    train(kind, copy);

    assertThat(model.params()).isEqualTo(before);
    train(kind, model);
    assertThat(copy.params()).isEqualTo(model.params());
  }

  @ParameterizedTest
  @EnumSource
  void savedNetworkContinuesBitEqual(NetworkKind kind) {
    Model model = network(kind);
    train(kind, model);

    Model loaded = kind.saveAndLoad(model);

    assertThat(loaded.params()).isEqualTo(model.params());
    train(kind, model);
    train(kind, loaded);
    assertThat(loaded.params()).isEqualTo(model.params());
  }

  @ParameterizedTest
  @EnumSource
  void transferLearningFreezesReplacesAndFineTunes(NetworkKind kind) {
    List<FeedForwardLayer> tested =
        List.of(layer("first", 4), layer("second", 5), layer("third", 4));
    Model model = network(kind, settings(new Adam(0.01)), tested);
    train(kind, model);
    FineTuneConfiguration fineTune =
        new FineTuneConfiguration.Builder().seed(1).l2(0.01).updater(new Nesterovs(0.05)).build();

    Model tuned = kind.fineTune(model, fineTune, "first", "second", 7);

    assertThat(kind.layer(tuned, "first")).isInstanceOf(FrozenLayer.class);
    FeedForwardLayer replaced = (FeedForwardLayer) kind.layer(tuned, "second").conf().getLayer();
    assertThat(replaced.getNOut()).isEqualTo(7);
    assertThat(replaced.getIUpdater()).isEqualTo(new Nesterovs(0.05));
    assertThat(replaced.getRegularizationByParam("W")).hasSize(1);
    assertThat(replaced.getClass()).isEqualTo(layer("second", 7).getClass());
    INDArray frozen = kind.layer(tuned, "first").getParam("W").dup();
    INDArray trained = kind.layer(tuned, "second").getParam("W").dup();
    train(kind, tuned);
    assertThat(kind.layer(tuned, "first").getParam("W")).isEqualTo(frozen);
    assertThat(kind.layer(tuned, "first").getParam("W"))
        .isEqualTo(kind.layer(model, "first").getParam("W"));
    assertThat(kind.layer(tuned, "second").getParam("W")).isNotEqualTo(trained);
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
