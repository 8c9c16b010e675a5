package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.core.NetworkKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers' shares by the saliencies of their weights. */
class SnipTest {

  private static final int INPUTS = 7;
  private static final int CLASSES = 3;
  private static final long SEED = 6;
  private static final List<String> LAYERS = List.of("first", "second", "output");

  private static Model network(NetworkKind kind, double l2) {
    List<Layer> layers =
        List.of(
            new DenseLayer.Builder().name("first").nOut(9).activation(Activation.TANH).build(),
            new DenseLayer.Builder().name("second").nOut(8).activation(Activation.TANH).build(),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
    NeuralNetConfiguration.Builder settings =
        new NeuralNetConfiguration.Builder()
            .seed(SEED)
            .dataType(DataType.DOUBLE)
            .l2(l2)
            .updater(new Sgd(0.1));
    return kind.create(settings, InputType.feedForward(INPUTS), layers);
  }

  private static DataSet samples(int from, int to) {
    Nd4j.getRandom().setSeed(5);
    INDArray x = Nd4j.randn(DataType.DOUBLE, 11, INPUTS);
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, 11, CLASSES);
    for (int row = 0; row < 11; row++) {
      labels.putScalar(row, row * row % CLASSES, 1);
    }
    DataSet all = new DataSet(x, labels);
    return (DataSet) all.getRange(from, to);
  }

  private static double loss(Model model) {
    return model instanceof ComputationGraph graph
        ? graph.score(samples(0, 11), false)
        : ((MultiLayerNetwork) model).score(samples(0, 11), false);
  }

  /** |∂L/∂c| of each weight's connection, by central differences of the whole network's loss. */
  private static double[][] naiveSaliencies(NetworkKind kind, Model model) {
    double step = 1e-5;
    double[][] saliencies = new double[LAYERS.size()][];
    for (int layer = 0; layer < saliencies.length; layer++) {
      INDArray weights = kind.layer(model, LAYERS.get(layer)).getParam("W");
      saliencies[layer] = new double[(int) weights.length()];
      for (int i = 0; i < saliencies[layer].length; i++) {
        double weight = weights.getDouble(i);
        weights.putScalar(i, weight * (1 + step));
        double more = loss(model);
        weights.putScalar(i, weight * (1 - step));
        double less = loss(model);
        weights.putScalar(i, weight);
        saliencies[layer][i] = Math.abs(more - less) / (2 * step);
      }
    }
    return saliencies;
  }

  private static long[] connectionsOfTheMostSalient(double[][] saliencies, int count) {
    double[] all = Arrays.stream(saliencies).flatMapToDouble(Arrays::stream).sorted().toArray();
    double least = all[all.length - count];
    return Arrays.stream(saliencies)
        .mapToLong(layer -> Arrays.stream(layer).filter(value -> value >= least).count())
        .toArray();
  }

  private static Sparsified<? extends Model> apply(Sparsify sparsify, Model model) {
    return model instanceof ComputationGraph graph
        ? sparsify.apply(graph)
        : sparsify.apply((MultiLayerNetwork) model);
  }

  private static long[] connections(Sparsified<?> made) {
    return made.layers().stream().mapToLong(Sparsified.LayerChange::connections).toArray();
  }

  /** Minibatches of different lengths, and l2, which is no part of the loss that counts. */
  @ParameterizedTest
  @CsvSource({"LIST,0.05", "LIST,0.2", "LIST,0.5", "LIST,1", "GRAPH,0.1", "GRAPH,0.7"})
  void layersShareTheDensityAsTheMostSalientWeightsDo(NetworkKind kind, double density) {
    List<DataSet> minibatches = List.of(samples(0, 7), samples(7, 11));
    double[][] saliencies = naiveSaliencies(kind, network(kind, 0));
    int weights = INPUTS * 9 + 9 * 8 + 8 * CLASSES;

    Sparsified<? extends Model> made =
        apply(new Sparsify(density, 1).snip(minibatches), network(kind, 0.3));

    assertThat(connections(made))
        .isEqualTo(connectionsOfTheMostSalient(saliencies, (int) Math.round(density * weights)));
  }

  @ParameterizedTest
  @EnumSource
  void configurationsAreLookedAtWithTheirFirstWeights(NetworkKind kind) {
    Sparsify sparsify = new Sparsify(0.3, 1).snip(List.of(samples(0, 11)));
    Model network = network(kind, 0);

    Sparsified<?> made =
        network instanceof ComputationGraph graph
            ? sparsify.apply(graph.getConfiguration())
            : sparsify.apply(((MultiLayerNetwork) network).getLayerWiseConfigurations());

    assertThat(connections(made)).isEqualTo(connections(apply(sparsify, network)));
    assertThat(connections(made)).isNotEqualTo(connections(apply(new Sparsify(0.3, 1), network)));
  }

  @Test
  void masksAreRandomAllTheSame() {
    Sparsify sparsify = new Sparsify(0.3, 1).snip(List.of(samples(0, 11)));
    MultiLayerNetwork network = (MultiLayerNetwork) network(NetworkKind.LIST, 0);
    INDArray before = network.params().dup();

    Sparsified<MultiLayerNetwork> one = sparsify.apply(network);
    Sparsified<MultiLayerNetwork> other = sparsify.seed(2).apply(network);

    assertThat(connections(one)).isEqualTo(connections(other));
    assertThat(one.result().params()).isNotEqualTo(other.result().params());
    assertThat(sparsify.apply(network).result().params()).isEqualTo(one.result().params());
    assertThat(network.params()).isEqualTo(before);
  }

  @Test
  void denseLayersCountAndTheOthersShareTheRest() {
    Model network = network(NetworkKind.LIST, 0);
    double[][] saliencies = naiveSaliencies(NetworkKind.LIST, network);
    int left = (int) Math.round(0.4 * (63 + 72 + 24)) - 24;

    Sparsified<?> made =
        apply(new Sparsify(0.4, 1).snip(List.of(samples(0, 11))).denseLast(true), network);

    long[] expected =
        connectionsOfTheMostSalient(new double[][] {saliencies[0], saliencies[1]}, left);
    assertThat(connections(made)).isEqualTo(new long[] {expected[0], expected[1], 24});
  }

  /** Of five equal saliencies two are wanted; the first layer's come first. */
  @Test
  void equalSalienciesAreTakenInOrder() {
    float[][] saliencies = {{1, 3, 1, 0}, {1, 2, 0, 0, 1, 1}, {9, 9}};

    assertThat(SaliencyDensities.of(saliencies, 6 / 12.0, Set.of(2)))
        .containsExactly(new double[] {3 / 4.0, 1 / 6.0, 1}, within(1e-12));
    assertThat(SaliencyDensities.of(saliencies, 1, Set.of()))
        .containsExactly(new double[] {1, 1, 1}, within(0.0));
  }

  @Test
  void badChoicesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0.3, 1).snip(List.of()))
        .withMessage("Sparsify: SNIP has 0 minibatches, expected at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sparsify.given(Map.of("first", 0.5), 1).snip(List.of(samples(0, 11))))
        .withMessageContaining("densities are given");
    DataSet infinite = samples(0, 11);
    infinite.getFeatures().putScalar(0, Double.NaN);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> apply(new Sparsify(0.3, 1).snip(List.of(infinite)), network(NetworkKind.LIST, 0)))
        .withMessageContaining("a saliency of W of layer \"0\" is NaN");
  }

  @Test
  void settingsHaveATextThatTellsThemApart() {
    Sparsify sparsify = new Sparsify(0.3, 1).dense("b", "a", "c");
    List<String> texts = new ArrayList<>();
    for (Sparsify each :
        List.of(
            sparsify,
            sparsify.seed(2),
            sparsify.rule(DensityRule.UNIFORM),
            sparsify.bernoulli(true),
            sparsify.denseFirst(true),
            sparsify.denseLast(true),
            sparsify.dense("a"),
            sparsify.snip(List.of(samples(0, 11))),
            Sparsify.given(Map.of("b", 0.5, "a", 0.25), 1))) {
      texts.add(each.toString());
    }

    assertThat(texts).doesNotHaveDuplicates();
    assertThat(texts.get(0)).contains("dense=[a, b, c]", "seed=1", "ERDOS_RENYI_KERNEL");
    assertThat(texts.get(7)).endsWith("SNIP of 11 samples");
    assertThat(texts.get(8)).contains("{a=0.25, b=0.5}");
    assertThat(sparsify.seed()).isEqualTo(1);
  }
}
