package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.core.NetworkKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class DynamicSparseTrainingTest {

  private static final int INPUTS = 10;
  private static final int HIDDEN = 8;
  private static final int CLASSES = 3;

  private static Model network(NetworkKind kind, NeuralNetConfiguration.Builder settings) {
    List<org.deeplearning4j.nn.conf.layers.Layer> layers =
        List.of(
            new SparseLayer(
                new DenseLayer.Builder()
                    .name("first")
                    .nOut(HIDDEN)
                    .activation(Activation.TANH)
                    .build(),
                0.25,
                3),
            new SparseLayer(
                new BinaryDenseLayer.Builder().name("second").nOut(HIDDEN).build(), 0.5, 4),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
    return kind.create(settings.seed(2), InputType.feedForward(INPUTS), layers);
  }

  private static NeuralNetConfiguration.Builder adam() {
    return new NeuralNetConfiguration.Builder().updater(new Adam(0.01));
  }

  private static DataSet data() {
    Nd4j.getRandom().setSeed(5);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 12, CLASSES);
    for (int row = 0; row < 12; row++) {
      labels.putScalar(row, row % CLASSES, 1);
    }
    return new DataSet(Nd4j.randn(DataType.FLOAT, 12, INPUTS), labels);
  }

  private static Mask mask(Layer layer) {
    return ((SparseLayer) layer.conf().getLayer())
        .maskRule("W")
        .mask((int) layer.getParam("W").length());
  }

  static Stream<Arguments> kindsAndRules() {
    return Stream.of(NetworkKind.values())
        .flatMap(kind -> Stream.of(GrowthRule.values()).map(growth -> Arguments.of(kind, growth)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndRules")
  void connectionsMoveAndTheirNumberStays(NetworkKind kind, GrowthRule growth) {
    Model model = network(kind, adam());
    // Listeners come before constraints: what Adam remembers of dropped weights must not show
    // there.
    BaseTrainingListener held =
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model trained, int iteration, int epoch) {
            Masks.requireHeld(trained);
          }
        };
    model.setListeners(held, new DynamicSparseTraining(growth, 2, 9, 0.5, 1));
    Set<Mask> seen = new HashSet<>();
    for (int iteration = 0; iteration < 12; iteration++) {
      kind.fit(model, data());
      seen.add(mask(kind.layer(model, "first")));
      Masks.requireHeld(model);
      assertThat(Masks.connections(model)).isEqualTo(20 + 32);
    }

    // The first, and those of iterations 2, 4 and 6; in iteration 8 the fraction is of no
    // connection.
    assertThat(seen).hasSize(4);
    Model loaded = kind.saveAndLoad(model);
    assertThat(mask(kind.layer(loaded, "first"))).isEqualTo(mask(kind.layer(model, "first")));
    assertThat(kind.output(loaded, data().getFeatures()))
        .isEqualTo(kind.output(model, data().getFeatures()));
    kind.fit(loaded, data());
    model.setListeners(List.of());
    kind.fit(model, data());
    assertThat(loaded.params()).isEqualTo(model.params());
  }

  /** Counted by a dense network with the same parameters and Sgd, whose step is its gradient. */
  @Test
  void theGreatestGradientsAreConnectedInPlaceOfTheLeastWeights() {
    int wanted = 5;
    MultiLayerNetwork sparse =
        (MultiLayerNetwork)
            network(NetworkKind.LIST, new NeuralNetConfiguration.Builder().updater(new Sgd(0.1)));
    sparse.fit(data());
    MultiLayerNetwork dense = denseTwin(sparse);
    double[] start = Masks.values(dense.getLayer(0).getParam("W"));
    dense.fit(data());
    double[] moved = Masks.values(dense.getLayer(0).getParam("W"));
    double[] gradient =
        IntStream.range(0, start.length).mapToDouble(i -> Math.abs(moved[i] - start[i])).toArray();
    Mask before = mask(sparse.getLayer(0));
    double fraction = new DynamicSparseTraining(GrowthRule.GRADIENT, 1, 9, 0.25, 1).fraction(1);
    assertThat(Math.round(fraction * before.connections())).isEqualTo(wanted);
    List<double[]> after = new ArrayList<>();
    sparse.setListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            after.add(Masks.values(sparse.getLayer(0).getParam("W")));
          }
        },
        new DynamicSparseTraining(GrowthRule.GRADIENT, 1, 9, 0.25, 1));

    sparse.fit(data());

    Set<Integer> expected = new HashSet<>();
    IntStream.range(0, start.length).filter(before::isConnected).forEach(expected::add);
    sorted(expected.stream(), i -> Math.abs(after.get(0)[i]))
        .limit(wanted)
        .forEach(expected::remove);
    sorted(
            IntStream.range(0, start.length).boxed().filter(i -> !expected.contains(i)),
            i -> -gradient[i])
        .limit(wanted)
        .toList()
        .forEach(expected::add);
    Mask made = mask(sparse.getLayer(0));
    for (int i = 0; i < start.length; i++) {
      assertThat(made.isConnected(i)).as("weight %d", i).isEqualTo(expected.contains(i));
      if (made.isConnected(i) && !before.isConnected(i)) {
        assertThat(Masks.values(sparse.getLayer(0).getParam("W"))[i]).isZero();
      }
    }
  }

  private static Stream<Integer> sorted(Stream<Integer> indices, ToDoubleFunction<Integer> key) {
    return indices.sorted(Comparator.comparingDouble(key)).toList().stream();
  }

  /** The first layer dense, the second as it is. */
  private static MultiLayerNetwork denseTwin(MultiLayerNetwork sparse) {
    MultiLayerNetwork dense = sparse.clone();
    SparseLayer first = (SparseLayer) dense.getLayerWiseConfigurations().getConf(0).getLayer();
    first.setMask("W", Mask.of(INPUTS * HIDDEN, i -> true));
    return dense;
  }

  /** One weight of 80 is not connected, so that most of those dropped must come back. */
  @Test
  void weightsThatComeBackStartAtZero() {
    MultiLayerNetwork network =
        MaskedNetworks.network(
            MaskedNetworks.sgd(),
            new SparseLayer(
                MaskedNetworks.dense().build(), MaskRule.given(Mask.of(20, i -> i != 7))));
    network.setListeners(new DynamicSparseTraining(GrowthRule.RANDOM, 1, 9, 1, 1));
    network.setIterationCount(1);
    INDArray weights = network.getLayer(0).getParam("W");
    weights.assign(Nd4j.linspace(1, 20, 20, DataType.FLOAT).reshape('f', 5, 4));

    network.getListeners().forEach(each -> each.iterationDone(network, 2, 0));

    double share = new DynamicSparseTraining(GrowthRule.RANDOM, 1, 9, 1, 1).fraction(2);
    int moved = (int) Math.round(share * 19);
    assertThat(moved).isGreaterThan(10);
    double[] after = Masks.values(weights);
    for (int i = 0; i < 20; i++) {
      boolean dropped = i <= moved;
      assertThat(after[i]).as("weight %d", i).isEqualTo(dropped ? 0 : i + 1);
    }
    assertThat(Masks.connections(network)).isEqualTo(19);
  }

  @Test
  void layersWithoutNamesMoveConnectionsOfTheirOwn() {
    Mask mask = Mask.of(64, i -> i % 2 == 0);
    NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder().list();
    for (int i = 0; i < 2; i++) {
      layers.layer(
          new SparseLayer(new DenseLayer.Builder().nIn(8).nOut(8).build(), MaskRule.given(mask)));
    }
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    for (int i = 0; i < 2; i++) {
      network.getLayer(i).setParam("W", Nd4j.ones(8, 8));
    }

    new DynamicSparseTraining(GrowthRule.RANDOM, 1, 9, 0.5, 1).iterationDone(network, 1, 0);

    assertThat(mask(network.getLayer(0)))
        .isNotEqualTo(mask)
        .isNotEqualTo(mask(network.getLayer(1)));
  }

  @Test
  void theFractionFallsByACosine() {
    DynamicSparseTraining training =
        new DynamicSparseTraining(GrowthRule.RANDOM, 100, 1000, 0.3, 1);

    assertThat(training.fraction(0)).isEqualTo(0.3, within(1e-12));
    assertThat(training.fraction(500)).isEqualTo(0.15, within(1e-12));
    assertThat(training.fraction(1000)).isEqualTo(0, within(1e-12));
  }

  @ParameterizedTest
  @EnumSource
  void seedsRepeat(GrowthRule growth) {
    Model one = trained(growth, 1);

    assertThat(trained(growth, 1).params()).isEqualTo(one.params());
    if (growth == GrowthRule.RANDOM) {
      assertThat(trained(growth, 2).params()).isNotEqualTo(one.params());
    }
  }

  private static Model trained(GrowthRule growth, long seed) {
    Model model = network(NetworkKind.LIST, adam());
    model.setListeners(new DynamicSparseTraining(growth, 1, 20, 0.3, seed));
    for (int i = 0; i < 6; i++) {
      NetworkKind.LIST.fit(model, data());
    }
    return model;
  }

  @Test
  void badSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicSparseTraining(GrowthRule.RANDOM, 0, 10, 0.3, 1))
        .withMessageContaining("interval is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicSparseTraining(GrowthRule.RANDOM, 1, 0, 0.3, 1))
        .withMessageContaining("end is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DynamicSparseTraining(GrowthRule.RANDOM, 1, 10, 0, 1))
        .withMessageContaining("fraction is 0.0");
  }
}
