package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What Deeplearning4j's users may expect of any updater, on its own layers and in both kinds of
 * networks. An updater's test extends this and says which settings of it to test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class UpdaterContractTest {

  private static final int INPUTS = 5;
  private static final int MINIBATCH = 8;
  private static final int CLASSES = 3;
  private static final int STEPS = 4;

  /** Updaters that lower the loss of a small network in 60 steps and do not count iterations. */
  protected abstract List<IUpdater> updaters();

  Stream<Arguments> kindsAndUpdaters() {
    return Arrays.stream(NetworkKind.values())
        .flatMap(kind -> updaters().stream().map(updater -> Arguments.of(kind, updater)));
  }

  private static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(42).updater(updater);
  }

  private static Model network(NetworkKind kind, NeuralNetConfiguration.Builder settings) {
    List<Layer> layers =
        List.of(
            new DenseLayer.Builder().name("first").nOut(6).activation(Activation.TANH).build(),
            new BatchNormalization.Builder().name("norm").build(),
            new DenseLayer.Builder().name("second").nOut(4).activation(Activation.TANH).build(),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .activation(Activation.SOFTMAX)
                .nOut(CLASSES)
                .build());
    return kind.create(settings, InputType.feedForward(INPUTS), layers);
  }

  private static DataSet data() {
    Nd4j.getRandom().setSeed(7);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, CLASSES);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(Nd4j.randn(DataType.FLOAT, MINIBATCH, INPUTS), labels);
  }

  private static void train(NetworkKind kind, Model model, int steps) {
    for (int i = 0; i < steps; i++) {
      kind.fit(model, data());
    }
  }

  private static String json(NetworkKind kind, Model model, String layer) {
    return kind.layer(model, layer).conf().toJson();
  }

  @ParameterizedTest
  @MethodSource("kindsAndUpdaters")
  void trainingLowersTheLoss(NetworkKind kind, IUpdater updater) {
    Model model = network(kind, settings(updater));
    kind.fit(model, data());
    double before = model.score();

    train(kind, model, 60);

    assertThat(model.score()).isLessThan(before);
  }

  @ParameterizedTest
  @MethodSource("kindsAndUpdaters")
  void jsonAndYamlKeepTheSettings(NetworkKind kind, IUpdater updater) {
    Model model = network(kind, settings(updater));

    for (String layer : List.of("first", "norm", "output")) {
      assertThat(json(kind, model, layer)).contains(updater.getClass().getName());
      assertThat(json(kind, kind.fromJson(model), layer)).isEqualTo(json(kind, model, layer));
      assertThat(json(kind, kind.fromYaml(model), layer)).isEqualTo(json(kind, model, layer));
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndUpdaters")
  void savedNetworkContinuesBitEqual(NetworkKind kind, IUpdater updater) {
    Model model = network(kind, settings(updater));
    train(kind, model, STEPS);

    Model loaded = kind.saveAndLoad(model);

    assertThat(loaded.params()).isEqualTo(model.params());
    train(kind, model, STEPS);
    train(kind, loaded, STEPS);
    assertThat(loaded.params()).isEqualTo(model.params());
  }

  @ParameterizedTest
  @MethodSource("kindsAndUpdaters")
  void cloneTrainsOnItsOwn(NetworkKind kind, IUpdater updater) {
    Model model = network(kind, settings(updater));
    train(kind, model, STEPS);
    INDArray before = model.params().dup();

    Model copy = kind.copy(model);
    train(kind, copy, STEPS);

    assertThat(model.params()).isEqualTo(before);
    train(kind, model, STEPS);
    assertThat(copy.params()).isEqualTo(model.params());
  }

  @ParameterizedTest
  @MethodSource("kindsAndUpdaters")
  void workspacesDoNotChangeResults(NetworkKind kind, IUpdater updater) {
    Model with = network(kind, settings(updater).trainingWorkspaceMode(WorkspaceMode.ENABLED));
    Model without = network(kind, settings(updater).trainingWorkspaceMode(WorkspaceMode.NONE));

    train(kind, with, STEPS);
    train(kind, without, STEPS);

    assertThat(with.params()).isEqualTo(without.params());
  }

  @ParameterizedTest
  @MethodSource("kindsAndUpdaters")
  void fineTuningBringsTheUpdaterToAReplacedLayer(NetworkKind kind, IUpdater updater) {
    Model model = network(kind, settings(new Sgd(0.1)));
    train(kind, model, STEPS);
    FineTuneConfiguration fineTune =
        new FineTuneConfiguration.Builder().seed(1).l2(0.01).updater(updater).build();

    Model tuned = kind.fineTune(model, fineTune, "norm", "second", 7);

    BaseLayer replaced = (BaseLayer) kind.layer(tuned, "second").conf().getLayer();
    assertThat(replaced.getIUpdater()).hasToString(updater.toString());
    INDArray start = tuned.params().dup();
    train(kind, tuned, STEPS);
    assertThat(tuned.params()).isNotEqualTo(start);
    assertThat(kind.layer(tuned, "first").params()).isEqualTo(kind.layer(model, "first").params());
  }
}
