package io.dl4jcompact.elastic;

import static io.dl4jcompact.elastic.ElasticPhase.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.elastic.ElasticProgress.SubnetLoss;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CollectScoresIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

class ElasticTrainerTest {

  private static final double RATE = 0.1;

  private static ExistingDataSetIterator iterator(DataSet... batches) {
    return new ExistingDataSetIterator(List.of(batches));
  }

  private static ElasticTrainer.Builder trainer(Model network, List<SubnetConfig> subnets) {
    return new ElasticTrainer.Builder(network).strategy(SamplingStrategy.fixed(subnets));
  }

  private static List<SubnetConfig> subnets(Model network) {
    SubnetConfig largest = SubnetConfig.largest(network);
    return List.of(
        largest,
        SubnetConfig.smallest(network),
        largest.with("first", Dimension.WIDTH, 5),
        largest.with("skipped", Dimension.DEPTH, 0).with("second", Dimension.WIDTH, 4));
  }

  private static float[] values(INDArray array) {
    return array.dup().data().asFloat();
  }

  /** How far one step of {@code fit} by plain gradient descent moves the parameters. */
  private static double[] descent(NetworkKind kind, SubnetConfig config, DataSet batch) {
    Model network = ElasticNetworks.dense(kind, ElasticNetworks.settings(new Sgd(RATE)));
    float[] before = values(network.params());
    Subnets.activate(network, config);
    kind.fit(network, batch);
    float[] after = values(network.params());
    double[] moved = new double[before.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = after[i] - before[i];
    }
    return moved;
  }

  @ParameterizedTest
  @EnumSource
  void sumsAndMeansOfGradientsAreThoseOfTheSubnets(NetworkKind kind) throws IOException {
    DataSet batch = ElasticNetworks.vectors(6, 1);
    for (GradientCombination combination : GradientCombination.values()) {
      Model network = ElasticNetworks.dense(kind, ElasticNetworks.settings(new Sgd(RATE)));
      float[] before = values(network.params());
      List<SubnetConfig> subnets = subnets(network);

      trainer(network, subnets)
          .combination(combination)
          .build()
          .train(iterator(batch), ElasticPhase.joint(1));

      double[] expected = new double[before.length];
      int count = combination == GradientCombination.MEAN ? subnets.size() : 1;
      for (SubnetConfig config : subnets) {
        double[] moved = descent(kind, config, batch);
        for (int i = 0; i < expected.length; i++) {
          expected[i] += moved[i] / count;
        }
      }
      float[] after = values(network.params());
      for (int i = 0; i < expected.length; i++) {
        assertThat(after[i] - before[i]).isEqualTo((float) expected[i], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneSubnetAStepIsFit(NetworkKind kind) throws IOException {
    DataSet[] batches = {ElasticNetworks.pictures(6, 1), ElasticNetworks.pictures(6, 2)};
    Model fitted = ElasticNetworks.images(kind);
    Model trained = ElasticNetworks.images(kind);
    SubnetConfig config = SubnetConfig.smallest(fitted).with("conv2", Dimension.DEPTH, 1);
    Subnets.activate(fitted, config);
    CollectScoresIterationListener expected = new CollectScoresIterationListener();
    CollectScoresIterationListener scores = new CollectScoresIterationListener();
    fitted.setListeners(expected);
    trained.setListeners(scores);

    for (int epoch = 0; epoch < 3; epoch++) {
      kind.fit(fitted, iterator(batches));
    }
    trainer(trained, List.of(config)).build().train(iterator(batches), ElasticPhase.joint(6));

    assertArrayEquals(values(fitted.params()), values(trained.params()));
    assertThat(scores.getScoreVsIter().getEffectiveScores()).hasSize(6);
    assertThat(scores.getScoreVsIter().getEffectiveScores())
        .isEqualTo(expected.getScoreVsIter().getEffectiveScores());
    assertThat(TrainedNetwork.of(trained).iteration()).isEqualTo(6);
    assertThat(TrainedNetwork.of(trained).epoch()).isEqualTo(3);
  }

  @Test
  void elementsOfNoSubnetOfAStepStay() throws IOException {
    Model network =
        ElasticNetworks.dense(
            NetworkKind.LIST, ElasticNetworks.settings(new Adam(0.01)).weightDecay(0.05));
    DataSet batch = ElasticNetworks.vectors(6, 1);
    NetworkKind.LIST.fit(network, batch);
    SubnetConfig smallest = SubnetConfig.smallest(network);
    // Neither contains the other: the union of their parts of "second" is L-shaped.
    List<SubnetConfig> subnets =
        List.of(
            smallest.with("first", Dimension.WIDTH, 5),
            smallest.with("second", Dimension.WIDTH, 7));
    float[] before = values(network.params());
    float[] state = values(((MultiLayerNetwork) network).getUpdater().getStateViewArray());

    trainer(network, subnets).build().train(iterator(batch), ElasticPhase.joint(3));

    float[] after = values(network.params());
    float[] stateAfter = values(((MultiLayerNetwork) network).getUpdater().getStateViewArray());
    Map<String, boolean[]> one = ActiveElements.of(network, subnets.get(0));
    Map<String, boolean[]> other = ActiveElements.of(network, subnets.get(1));
    int next = 0;
    for (String key : one.keySet()) {
      int length = one.get(key).length;
      for (int i = 0; i < length; i++) {
        boolean active = one.get(key)[i] || other.get(key)[i];
        assertThat(after[next + i] != before[next + i]).as(key + i).isEqualTo(active);
        for (int s = 0; s < 2; s++) {
          int place = 2 * next + s * length + i;
          assertThat(stateAfter[place] != state[place]).as("state of " + key + i).isEqualTo(active);
        }
      }
      next += length;
    }
  }

  @ParameterizedTest
  @EnumSource
  void distillationTrainsOthersOnTheLargestOutput(NetworkKind kind) throws IOException {
    double share = 0.75;
    Model network = ElasticNetworks.dense(kind, ElasticNetworks.settings(new Sgd(RATE)));
    DataSet batch = ElasticNetworks.vectors(6, 1);
    INDArray output = kind.output(network, batch.getFeatures());
    SubnetConfig smallest = SubnetConfig.smallest(network);
    SubnetConfig largest = SubnetConfig.largest(network);
    float[] before = values(network.params());

    trainer(network, List.of(largest, smallest))
        .distillation(share)
        .build()
        .train(iterator(batch), ElasticPhase.joint(1));

    INDArray mixed = batch.getLabels().mul(1 - share).add(output.mul(share));
    double[] hard = descent(kind, largest, batch);
    double[] soft = descent(kind, smallest, new DataSet(batch.getFeatures(), mixed));
    float[] after = values(network.params());
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i] - before[i]).isEqualTo((float) (hard[i] + soft[i]), within(1e-5f));
    }
  }

  @Test
  void runningStatisticsAreTheFirstSubnets() throws IOException {
    DataSet batch = ElasticNetworks.pictures(6, 1);
    for (GradientCombination combination : GradientCombination.values()) {
      Model alone = ElasticNetworks.images(NetworkKind.LIST);
      Model together = ElasticNetworks.images(NetworkKind.LIST);
      SubnetConfig largest = SubnetConfig.largest(alone);
      NetworkKind.LIST.fit(alone, batch);

      trainer(together, List.of(largest, SubnetConfig.smallest(alone)))
          .combination(combination)
          .build()
          .train(iterator(batch), ElasticPhase.joint(1));

      for (String key : List.of("1_mean", "1_var")) {
        assertThat(together.paramTable().get(key)).isEqualTo(alone.paramTable().get(key));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void progressiveTrainingOpensOneDimensionAfterTheOther(NetworkKind kind) throws IOException {
    Model network = ElasticNetworks.dense(kind, ElasticNetworks.settings(new Nesterovs(0.05)));
    List<ElasticProgress> steps = new ArrayList<>();

    new ElasticTrainer.Builder(network)
        .strategy(SamplingStrategy.random(2, 3))
        .listener(steps::add)
        .build()
        .train(
            iterator(ElasticNetworks.vectors(6, 1), ElasticNetworks.vectors(6, 2)),
            ElasticPhase.progressive(3, open(Dimension.DEPTH, 8), open(Dimension.WIDTH, 8)));

    SubnetConfig largest = SubnetConfig.largest(network);
    assertThat(steps).hasSize(19);
    assertThat(subnetsOf(steps, "full")).containsOnly(largest);
    assertThat(subnetsOf(steps, "depth"))
        .containsOnly(largest, largest.with("skipped", Dimension.DEPTH, 0));
    assertThat(subnetsOf(steps, "width")).hasSizeGreaterThan(4);
    assertThat(Subnets.active(network)).isEqualTo(largest);
    assertThat(steps.get(10).bar()).startsWith("depth [====================] 8/8  ");
    assertThat(steps.get(10).losses()).hasSize(2);
  }

  private static Set<SubnetConfig> subnetsOf(List<ElasticProgress> steps, String phase) {
    Set<SubnetConfig> subnets = new java.util.HashSet<>();
    for (ElasticProgress step : steps) {
      if (step.phase().name().equals(phase)) {
        step.losses().stream().map(SubnetLoss::subnet).forEach(subnets::add);
      }
    }
    return subnets;
  }

  @Test
  void trainingLowersTheLossOfEverySubnet() throws IOException {
    ComputationGraph network = (ComputationGraph) ElasticNetworks.images(NetworkKind.GRAPH);
    List<ElasticProgress> steps = new ArrayList<>();
    SubnetConfig largest = SubnetConfig.largest(network);
    SubnetConfig smallest = SubnetConfig.smallest(network);

    trainer(network, List.of(largest, smallest, largest.with("conv1", Dimension.KERNEL, 3)))
        .listener(steps::add)
        .build()
        .train(iterator(ElasticNetworks.pictures(6, 1)), ElasticPhase.joint(60));

    for (int i = 0; i < 3; i++) {
      assertThat(steps.get(59).losses().get(i).loss())
          .isLessThan(0.5 * steps.get(0).losses().get(i).loss());
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    Model network = ElasticNetworks.dense(NetworkKind.LIST);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ElasticTrainer.Builder(network).distillation(1.5))
        .withMessageContaining("distillation is 1.5, expected 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ElasticPhase.joint(0))
        .withMessageContaining("iterations is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ElasticPhase.progressive(1, open(Dimension.WIDTH, 1), open(Dimension.WIDTH, 1)))
        .withMessageContaining("width is opened twice");
    ElasticTrainer trainer = new ElasticTrainer.Builder(network).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer.train(iterator(), ElasticPhase.joint(1)))
        .withMessageContaining("has no minibatch");
  }
}
