package io.dl4jcompact.quant;

import static io.dl4jcompact.quant.CompensationNetworks.INPUT;
import static io.dl4jcompact.quant.CompensationNetworks.RATE;
import static io.dl4jcompact.quant.CompensationNetworks.compensation;
import static io.dl4jcompact.quant.CompensationNetworks.data;
import static io.dl4jcompact.quant.CompensationNetworks.network;
import static io.dl4jcompact.quant.CompensationNetworks.train;
import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.NetworkKind;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What of the layer contract ({@link io.dl4jcompact.core.LayerContractTest}) holds for layers that
 * have parameters but no weights.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WeightlessLayerContract {

  /** Layers of all settings, named as {@link CompensationNetworks} says. */
  abstract List<FeedForwardLayer> variants();

  Stream<Arguments> kindsAndLayers() {
    return Stream.of(NetworkKind.values())
        .flatMap(kind -> variants().stream().map(layer -> Arguments.of(kind, layer)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void jsonAndYamlKeepTheSettings(NetworkKind kind, FeedForwardLayer layer) {
    Model model = network(kind, new Sgd(RATE), layer);
    Object conf = compensation(kind, model).conf().getLayer();

    for (Model read : List.of(kind.fromJson(model), kind.fromYaml(model))) {
      assertThat(compensation(kind, read).conf().getLayer())
          .isEqualTo(conf)
          .hasSameHashCodeAs(conf)
          .hasToString(conf.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void savedNetworksAndClonesContinueBitEqual(NetworkKind kind, FeedForwardLayer layer) {
    Model model = network(kind, new Nesterovs(RATE), layer);
    train(kind, model, 2);

    for (Model other : List.of(kind.saveAndLoad(model), kind.copy(model))) {
      Model original = kind.saveAndLoad(model);
      train(kind, original, 2);
      train(kind, other, 2);
      assertThat(other.params()).isEqualTo(original.params());
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void transferLearningKeepsAndFreezesIt(NetworkKind kind, FeedForwardLayer layer) {
    Model model = network(kind, new Sgd(RATE), layer);
    train(kind, model, 2);
    FineTuneConfiguration fineTune =
        new FineTuneConfiguration.Builder().seed(1).l2(0.01).updater(new Nesterovs(0.05)).build();

    Model tuned = kind.fineTune(model, fineTune, "compensation", "dense", 7);
    INDArray before = compensation(kind, model).params().dup();
    train(kind, tuned, 2);

    assertThat(compensation(kind, tuned).params()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void memoryReportCountsTheParameters(NetworkKind kind, FeedForwardLayer layer) {
    Model model = network(kind, new Sgd(RATE), layer);

    assertThat(
            kind.memoryReport(model, INPUT)
                .getMemoryBytes(
                    MemoryType.PARAMETERS,
                    6,
                    MemoryUseMode.TRAINING,
                    CacheMode.NONE,
                    DataType.FLOAT))
        .isEqualTo(model.numParams() * Float.BYTES);
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void summaryNamesTheLayerAndItsParameters(NetworkKind kind, FeedForwardLayer layer) {
    Model model = network(kind, new Sgd(RATE), layer);

    assertThat(kind.summary(model))
        .contains(layer.getClass().getSimpleName())
        .contains(String.valueOf(compensation(kind, model).numParams()));
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void trainingLowersTheLoss(NetworkKind kind, FeedForwardLayer layer) {
    Model model = network(kind, new Adam(0.01), layer);
    train(kind, model, 1);
    double before = model.score();

    train(kind, model, 40);

    assertThat(model.score()).isLessThan(before);
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void doubleFeaturesTrainAsFloatOnes(NetworkKind kind, FeedForwardLayer layer) {
    Model floats = network(kind, new Adam(0.01), layer);
    Model doubles = network(kind, new Adam(0.01), layer);
    DataSet data = data(DataType.FLOAT);
    INDArray features = data.getFeatures().castTo(DataType.DOUBLE);

    kind.fit(floats, data);
    kind.fit(doubles, new DataSet(features, data.getLabels()));

    assertThat(doubles.params()).isEqualTo(floats.params());
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void workspacesDoNotChangeResults(NetworkKind kind, FeedForwardLayer layer) {
    Model with = network(kind, workspaces(WorkspaceMode.ENABLED), layer);
    Model without = network(kind, workspaces(WorkspaceMode.NONE), layer);
    INDArray input = data(DataType.FLOAT).getFeatures();

    train(kind, with, 3);
    train(kind, without, 3);

    assertThat(with.params()).isEqualTo(without.params());
    assertThat(kind.output(with, input)).isEqualTo(kind.output(without, input));
  }

  private static NeuralNetConfiguration.Builder workspaces(WorkspaceMode mode) {
    return new NeuralNetConfiguration.Builder()
        .seed(42)
        .updater(new Adam(0.01))
        .trainingWorkspaceMode(mode)
        .inferenceWorkspaceMode(mode);
  }

  @ParameterizedTest
  @MethodSource("kindsAndLayers")
  void bothKindsOfNetworksTrainAlike(NetworkKind kind, FeedForwardLayer layer) {
    Model model = network(kind, new Adam(0.01), layer);
    Model list = network(NetworkKind.LIST, new Adam(0.01), layer);

    train(kind, model, 3);
    train(NetworkKind.LIST, list, 3);

    assertThat(model.params()).isEqualTo(list.params());
  }
}
