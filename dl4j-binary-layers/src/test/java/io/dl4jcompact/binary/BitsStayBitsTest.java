package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportException;
import io.dl4jcompact.runtime.CompactModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;

/** Bits are bits after every iteration and whatever is done to a network; seeds are printed. */
class BitsStayBitsTest {

  private static final int SEEDS = 8;
  private static final int STEPS = 5;

  static Stream<Arguments> networks() {
    return Arrays.stream(NetworkKind.values())
        .flatMap(
            kind ->
                Stream.iterate(1L, seed -> seed <= SEEDS, seed -> seed + 1)
                    .map(seed -> Arguments.of(kind, seed)));
  }

  private static Model network(NetworkKind kind, long seed) {
    AccumulatorType[] types = AccumulatorType.values();
    BooleanNetworks networks =
        new BooleanNetworks(seed).keeping(types[(int) (seed % types.length)]);
    return kind.create(networks.settings(), BooleanNetworks.inputType(), networks.layers());
  }

  private static void train(NetworkKind kind, Model model, int from, int to) {
    for (int i = from; i < to; i++) {
      kind.fit(model, BooleanNetworks.data(i));
    }
  }

  private static Layer[] layers(Model model) {
    return model instanceof MultiLayerNetwork network
        ? network.getLayers()
        : ((ComputationGraph) model).getLayers();
  }

  /** Every parameter of Boolean layers by name, frozen ones too. */
  private static Map<String, INDArray> bits(Model model) {
    Map<String, INDArray> bits = new TreeMap<>();
    for (Layer layer : layers(model)) {
      Layer inside = layer instanceof FrozenLayer frozen ? frozen.getInsideLayer() : layer;
      if (inside.conf().getLayer() instanceof BooleanLayer) {
        String name = inside.conf().getLayer().getLayerName();
        inside.paramTable().forEach((key, value) -> bits.put(name + "." + key, value));
      }
    }
    assertThat(bits).containsKey("dense.W");
    return bits;
  }

  private static void assertBits(Model model) {
    bits(model)
        .forEach(
            (name, value) -> {
              for (float v : value.dup().data().asFloat()) {
                assertThat(v == 0 || v == 1).as("%s: %s", name, v).isTrue();
              }
            });
  }

  private static INDArray state(Model model) {
    return model instanceof MultiLayerNetwork network
        ? network.getUpdater().getStateViewArray()
        : ((ComputationGraph) model).getUpdater().getStateViewArray();
  }

  /** To the last bit; arrays themselves are equal within 1e-5. */
  private static void assertSame(Model actual, Model expected) {
    assertThat(actual.params().data().asFloat())
        .containsExactly(expected.params().data().asFloat());
    assertThat(state(actual).data().asFloat()).containsExactly(state(expected).data().asFloat());
  }

  /** Counts the iterations after which it looked. */
  private static final class Watcher extends BaseTrainingListener {

    private int iterations;

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      assertBits(model);
      iterations++;
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("networks")
  void afterEveryIteration(NetworkKind kind, long seed) {
    Model model = network(kind, seed);
    assertBits(model);
    INDArray output = kind.layer(model, "output").getParam("W").dup();
    Map<String, INDArray> before = new TreeMap<>();
    bits(model).forEach((name, value) -> before.put(name, value.dup()));
    Watcher watcher = new Watcher();
    model.setListeners(watcher);

    train(kind, model, 0, STEPS);

    assertThat(watcher.iterations).isEqualTo(STEPS);
    assertThat(bits(model)).isNotEqualTo(before);
    assertThat(kind.layer(model, "output").getParam("W")).isNotEqualTo(output);
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("networks")
  void stoppedAfterEveryIterationAndGoneOnWith(NetworkKind kind, long seed) {
    Model whole = network(kind, seed);
    Model stopped = network(kind, seed);
    for (int i = 0; i < STEPS; i++) {
      stopped = kind.saveAndLoad(stopped);
      assertBits(stopped);

      train(kind, whole, i, i + 1);
      train(kind, stopped, i, i + 1);

      assertSame(stopped, whole);
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("networks")
  void cloned(NetworkKind kind, long seed) {
    Model model = network(kind, seed);
    Model copy = kind.copy(model);
    assertBits(copy);

    train(kind, copy, 0, STEPS);
    train(kind, model, 0, STEPS);

    assertSame(copy, model);
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("networks")
  void fineTunedWithL2AndAnotherUpdater(NetworkKind kind, long seed) {
    Model model = network(kind, seed);
    train(kind, model, 0, 2);
    var flips = ((BaseLayer) kind.layer(model, "dense").conf().getLayer()).getIUpdater();
    FineTuneConfiguration fineTune =
        new FineTuneConfiguration.Builder()
            .seed(1)
            .l2(0.1)
            .l1(0.1)
            .l2Bias(0.1)
            .updater(new Nesterovs(0.05))
            .biasUpdater(new Nesterovs(0.5))
            .build();

    Model tuned = kind.fineTune(model, fineTune, "first", "dense", 7);

    assertBits(tuned);
    BaseLayer dense = (BaseLayer) kind.layer(tuned, "dense").conf().getLayer();
    BaseLayer output = (BaseLayer) kind.layer(tuned, "output").conf().getLayer();
    assertThat(dense.getIUpdater()).isEqualTo(flips);
    if (kind == NetworkKind.LIST) {
      // In a graph Deeplearning4j leaves a layer behind a replaced one as it was.
      assertThat(output.getIUpdater()).isEqualTo(new Nesterovs(0.05));
    }
    assertThat(kind.layer(tuned, "dense").getParam("W").size(1)).isEqualTo(7);
    tuned.setListeners(new Watcher());
    INDArray weights = kind.layer(tuned, "dense").getParam("W").dup();
    train(kind, tuned, 2, 12);
    assertThat(kind.layer(tuned, "dense").getParam("W")).isNotEqualTo(weights);
  }

  @ParameterizedTest
  @EnumSource
  void fineTunedWithOtherFlips(NetworkKind kind) {
    Model model = network(kind, 1);
    Bop bop = new Bop(0.5, 1e-3).withOthers(new Nesterovs(0.05));
    FineTuneConfiguration fineTune = new FineTuneConfiguration.Builder().updater(bop).build();

    Model tuned = kind.fineTune(model, fineTune, "first", "dense", 7);

    BaseLayer dense = (BaseLayer) kind.layer(tuned, "dense").conf().getLayer();
    assertThat(dense.getIUpdater()).isEqualTo(bop);
    tuned.setListeners(new Watcher());
    train(kind, tuned, 0, STEPS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void stoppedEarly(long seed) {
    MultiLayerNetwork network = (MultiLayerNetwork) network(NetworkKind.LIST, seed);
    network.setListeners(new Watcher());
    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(
                new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                    .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                    .scoreCalculator(new DataSetLossCalculator(batches(), true))
                    .modelSaver(new InMemoryModelSaver<>())
                    .build(),
                network,
                batches())
            .fit();

    assertThat(result.getTotalEpochs()).isEqualTo(3);
    assertBits(result.getBestModel());
  }

  private static DataSetIterator batches() {
    return new ExistingDataSetIterator(List.of(BooleanNetworks.data(0), BooleanNetworks.data(1)));
  }

  /** As ParallelWrapper averages where its trainers do not vote. */
  @ParameterizedTest
  @EnumSource
  void averagedNetworksAreRefusedByName(NetworkKind kind) {
    Model one = network(kind, 3);
    Model other = kind.copy(one);
    train(kind, one, 0, 3);
    train(kind, other, 3, 6);
    Nd4j.averageAndPropagate(null, List.of(one.params(), other.params()));

    for (Runnable use :
        List.<Runnable>of(
            () -> kind.fit(one, BooleanNetworks.data(0)),
            () -> kind.output(other, BooleanNetworks.data(0).getFeatures()))) {
      assertThatIllegalStateException()
          .isThrownBy(use::run)
          .withMessageContaining("the number of values other than 0 and 1 in parameter")
          .withMessageContaining("averages of networks are no bits");
    }
    assertThatThrownBy(() -> exported(one))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("expected 0 and 1 only");
  }

  private static CompactModel exported(Model model) {
    return model instanceof MultiLayerNetwork network
        ? CompactExporter.export(network, BooleanNetworks.inputType())
        : CompactExporter.export((ComputationGraph) model, BooleanNetworks.inputType());
  }

  @ParameterizedTest
  @EnumSource
  void changedLearningRateLeavesFlipsAlone(NetworkKind kind) {
    BooleanNetworks networks = new BooleanNetworks(2);
    Model model = kind.create(networks.settings(), BooleanNetworks.inputType(), networks.layers());
    BaseLayer dense = (BaseLayer) kind.layer(model, "dense").conf().getLayer();
    var flips = dense.getIUpdater().clone();
    assertThat(flips).isInstanceOfAny(SignFlip.class, Bop.class);

    if (model instanceof MultiLayerNetwork network) {
      network.setLearningRate(1e-4);
    } else {
      ((ComputationGraph) model).setLearningRate(1e-4);
    }

    assertThat(dense.getIUpdater()).isEqualTo(flips);
    BaseLayer output = (BaseLayer) kind.layer(model, "output").conf().getLayer();
    assertThat(output.getIUpdater().getLearningRate(0, 0)).isEqualTo(1e-4);
  }
}
