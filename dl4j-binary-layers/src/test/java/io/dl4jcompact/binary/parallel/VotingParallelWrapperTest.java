package io.dl4jcompact.binary.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.BooleanNetworks;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.core.NetworkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Deeplearning4j's own wrapper trains Boolean layers; seeds are in the tests' names. */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VotingParallelWrapperTest {

  static Stream<Arguments> wrappers() {
    return Stream.of(
        Arguments.of(NetworkKind.LIST, 2, 1, true, 1L),
        Arguments.of(NetworkKind.GRAPH, 3, 2, true, 2L),
        Arguments.of(NetworkKind.LIST, 4, 1, false, 3L),
        // The mean of ten ones is 1.0000001.
        Arguments.of(NetworkKind.GRAPH, 10, 1, true, 4L));
  }

  private static Model network(NetworkKind kind, long seed) {
    BooleanNetworks networks = new BooleanNetworks(seed);
    return kind.create(networks.settings(), BooleanNetworks.inputType(), networks.layers());
  }

  private static ExistingDataSetIterator data(int from, int to) {
    List<DataSet> batches = new ArrayList<>();
    for (int i = from; i < to; i++) {
      batches.add(BooleanNetworks.data(i));
    }
    return new ExistingDataSetIterator(batches);
  }

  private static Model network(NetworkKind kind, long seed, AccumulatorType type) {
    BooleanNetworks networks = new BooleanNetworks(seed).keeping(type);
    return kind.create(networks.settings(), BooleanNetworks.inputType(), networks.layers());
  }

  private static List<INDArray> bits(Model model) {
    Layer[] layers =
        model instanceof MultiLayerNetwork network
            ? network.getLayers()
            : ((ComputationGraph) model).getLayers();
    List<INDArray> bits = new ArrayList<>();
    for (Layer layer : layers) {
      Layer inside = layer instanceof FrozenLayer frozen ? frozen.getInsideLayer() : layer;
      if (inside.conf().getLayer() instanceof BooleanLayer) {
        inside.paramTable().values().forEach(value -> bits.add(value.dup()));
      }
    }
    return bits;
  }

  /** All Boolean layers. */
  private static Model frozen(Model model) {
    return model instanceof MultiLayerNetwork network
        ? new TransferLearning.Builder(network)
            .setFeatureExtractor(network.getLayerNames().indexOf("dense"))
            .build()
        : new TransferLearning.GraphBuilder((ComputationGraph) model)
            .setFeatureExtractor("dense")
            .build();
  }

  private static void assertBits(Model model) {
    for (INDArray parameter : bits(model)) {
      for (float value : parameter.data().asFloat()) {
        assertThat(value == 0 || value == 1).as("%s", value).isTrue();
      }
    }
  }

  /** The last round has data for the first worker only. */
  @ParameterizedTest(name = "{0}, {1} workers, every {2}, averaged updaters {3}, seed {4}")
  @MethodSource("wrappers")
  void bitsAreBitsAfterEachFit(
      NetworkKind kind, int workers, int frequency, boolean updaters, long seed) {
    Model model = network(kind, seed);
    List<INDArray> start = bits(model);
    for (int epoch = 0; epoch < 2; epoch++) {
      new VotingParallelWrapper(model, workers, frequency, updaters).fit(data(0, 4 * workers + 1));

      assertBits(model);
    }
    assertThat(bits(model)).isNotEqualTo(start);
    Model loaded = kind.saveAndLoad(model);
    kind.fit(model, BooleanNetworks.data(99));
    kind.fit(loaded, BooleanNetworks.data(99));
    assertThat(loaded.params().data().asFloat()).isEqualTo(model.params().data().asFloat());
  }

  /** Each worker keeps integers of its own. */
  @ParameterizedTest
  @CsvSource({"INT8, 3, LIST", "INT16, 2, GRAPH"})
  void workersKeepTheirIntegers(AccumulatorType type, int workers, NetworkKind kind) {
    Model model = network(kind, 5, type);
    List<INDArray> start = bits(model);

    new VotingParallelWrapper(model, workers, 1, false).fit(data(0, 4 * workers));

    assertBits(model);
    assertThat(bits(model)).isNotEqualTo(start);
    kind.fit(model, BooleanNetworks.data(99));
  }

  @ParameterizedTest
  @EnumSource
  void averagesOfIntegersAreRefusedByName(NetworkKind kind) {
    Model model = network(kind, 5, AccumulatorType.INT8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VotingParallelWrapper(model, 2, 1))
        .withMessageContaining("its accumulators are INT8, expected FLOAT")
        .withMessageContaining("layer \"");
  }

  /** The mean of ten ones is 1.0000001, also in a layer that is not trained. */
  @ParameterizedTest
  @EnumSource
  void frozenBitsStay(NetworkKind kind) {
    Model trained = network(kind, 1);
    Model model = frozen(trained);
    List<INDArray> start = bits(model);

    new VotingParallelWrapper(model, 10, 1).fit(data(0, 20));

    assertThat(bits(model)).isEqualTo(start);
    assertBits(model);
    assertThat(model.params()).isNotEqualTo(trained.params());
  }

  @Test
  void numbersThatAreTooSmallAreRefused() {
    Model model = network(NetworkKind.LIST, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VotingParallelWrapper(model, 1, 1))
        .withMessage("VotingParallelWrapper: workers is 1, expected at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new VotingParallelWrapper(model, 2, 0))
        .withMessage("VotingParallelWrapper: averagingFrequency is 0, expected at least 1");
  }

  @ParameterizedTest
  @EnumSource
  void withoutVotesTheWrapperSaysWhyItCannot(NetworkKind kind) {
    Model model = network(kind, 6);
    ParallelWrapper wrapper = new ParallelWrapper.Builder<>(model).workers(2).build();

    assertThatThrownBy(() -> wrapper.fit(data(0, 20)))
        .hasStackTraceContaining("the number of values other than 0 and 1 in parameter")
        .hasStackTraceContaining("take a VotingParallelWrapper");
  }
}
