package io.dl4jcompact.sparse;

import static io.dl4jcompact.sparse.SparsifyNetworks.cnn;
import static io.dl4jcompact.sparse.SparsifyNetworks.output;
import static io.dl4jcompact.sparse.SparsifyNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.sparse.Sparsified.LayerChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SparsifyTest {

  /** As {@link #cnn} has them, in the order of {@link LayerDensities}. */
  private static final long[][] SHAPES = {{8, 1, 3, 3}, {16, 8, 3, 3}, {16 * 9, 30}, {30, 5}};

  private static final long TOTAL = 72 + 1152 + 4320 + 150;

  private static ComputationGraphConfiguration residual() {
    return settings()
        .graphBuilder()
        .addInputs("in")
        .addLayer("first", new DenseLayer.Builder().nOut(12).build(), "in")
        .addLayer("relu", new ActivationLayer(Activation.RELU), "first")
        .addLayer("second", new DenseLayer.Builder().nOut(12).build(), "relu")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu", "second")
        .addLayer("output", output(3), "sum")
        .setOutputs("output")
        .setInputTypes(InputType.feedForward(10))
        .build();
  }

  private static DataSet data(int classes, long... shape) {
    Nd4j.getRandom().setSeed(4);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, shape[0], classes);
    for (int row = 0; row < shape[0]; row++) {
      labels.putScalar(row, row % classes, 1);
    }
    return new DataSet(Nd4j.randn(DataType.FLOAT, shape), labels);
  }

  private static MultiLayerNetwork initialised(MultiLayerConfiguration conf) {
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    return network;
  }

  @ParameterizedTest
  @EnumSource
  void layersShareTheDensityByTheRule(DensityRule rule) {
    Sparsified<MultiLayerConfiguration> made = new Sparsify(0.15, 3).rule(rule).apply(cnn());

    long[] expected =
        LayerDensities.connections(SHAPES, LayerDensities.of(rule, SHAPES, 0.15, Set.of()));
    assertThat(
            made.layers().stream()
                .filter(layer -> layer.weights() > 0)
                .map(LayerChange::connections))
        .containsExactly(expected[0], expected[1], expected[2], expected[3]);
    assertThat(made.weights()).isEqualTo(TOTAL);
    assertThat(made.connections()).isEqualTo(Math.round(0.15 * TOTAL));
    MultiLayerNetwork network = initialised(made.result());
    network.fit(data(5, 10, 1, 12, 12));
    Masks.requireHeld(network);
    assertThat(connected(network)).isEqualTo(Math.round(0.15 * TOTAL));
  }

  /** Weights that are not 0 of all layers with weights; few random ones are 0 by chance. */
  private static long connected(MultiLayerNetwork network) {
    long count = 0;
    for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
      INDArray weights = layer.getParam("W");
      if (weights != null) {
        count += weights.neq(0).castTo(DataType.INT64).sumNumber().longValue();
      }
    }
    return count;
  }

  @Test
  void endsStayDenseAndCount() {
    Sparsify ends = new Sparsify(0.15, 3).denseFirst(true).denseLast(true);

    Sparsified<MultiLayerConfiguration> made = ends.apply(cnn());

    assertThat(made.result().getConf(0).getLayer()).isInstanceOf(ConvolutionLayer.class);
    assertThat(made.result().getConf(5).getLayer()).isInstanceOf(OutputLayer.class);
    assertThat(made.result().getConf(3).getLayer()).isInstanceOf(SparseLayer.class);
    assertThat(made.connections()).isEqualTo(Math.round(0.15 * TOTAL));
    assertThat(made.report())
        .contains("kept dense")
        .contains("has no weights")
        .contains("all ")
        .contains("15.00 %");
    assertThat(new Sparsify(0.15, 3).dense("conv1", "output").apply(cnn()).result())
        .isEqualTo(made.result());
  }

  @Test
  void endsOfGraphsAreFoundBehindVertices() {
    Sparsified<ComputationGraphConfiguration> made =
        new Sparsify(0.9, 3).denseFirst(true).denseLast(true).apply(residual());

    assertThat(sparse(made)).containsExactly("second");
  }

  private static List<String> sparse(Sparsified<ComputationGraphConfiguration> made) {
    return made.result().getVertices().entrySet().stream()
        .filter(
            entry ->
                entry.getValue() instanceof LayerVertex vertex
                    && vertex.getLayerConf().getLayer() instanceof SparseLayer)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Test
  void trainedNetworksKeepTheValuesOfTheirConnections() {
    MultiLayerNetwork trained = initialised(cnn());
    trained.fit(data(5, 10, 1, 12, 12));
    INDArray before = trained.params().dup();

    MultiLayerNetwork sparse = new Sparsify(0.2, 5).apply(trained).result();

    assertThat(trained.params()).isEqualTo(before);
    assertThat(sparse.getIterationCount()).isZero();
    double[] old = before.data().asDouble();
    double[] kept = sparse.params().dup().data().asDouble();
    int zeros = 0;
    for (int i = 0; i < old.length; i++) {
      assertThat(kept[i] == 0 || kept[i] == old[i]).isTrue();
      zeros += kept[i] == 0 && old[i] != 0 ? 1 : 0;
    }
    assertThat(zeros).isEqualTo((int) (TOTAL - Math.round(0.2 * TOTAL)));
    sparse.fit(data(5, 10, 1, 12, 12));
    Masks.requireHeld(sparse);
  }

  @Test
  void trainedGraphsKeepTheValuesOfTheirConnections() {
    ComputationGraph trained = new ComputationGraph(residual());
    trained.init();
    trained.fit(data(3, 8, 10));

    ComputationGraph sparse = new Sparsify(0.5, 5).apply(trained).result();

    assertThat(sparse.getConfiguration().getIterationCount()).isZero();
    for (org.deeplearning4j.nn.api.Layer layer : Masks.sparseLayers(sparse)) {
      String name = layer.conf().getLayer().getLayerName();
      INDArray old = trained.getLayer(name).getParam("W");
      INDArray kept = layer.getParam("W");
      INDArray connected = kept.neq(0).castTo(DataType.FLOAT);
      assertThat(kept).isEqualTo(old.mul(connected));
    }
    sparse.fit(data(3, 8, 10));
    Masks.requireHeld(sparse);
  }

  @Test
  void seedsAndNamesMakeMasks() {
    MultiLayerConfiguration conf = cnn();

    assertThat(new Sparsify(0.2, 1).apply(conf).result())
        .isEqualTo(new Sparsify(0.2, 1).apply(conf).result())
        .isNotEqualTo(new Sparsify(0.2, 2).apply(conf).result());
  }

  @Test
  void bernoulliMasksHaveAboutTheDensity() {
    Sparsified<MultiLayerConfiguration> made = new Sparsify(0.3, 1).bernoulli(true).apply(cnn());

    double deviation = Math.sqrt(TOTAL * 0.3 * 0.7);
    assertThat((double) made.connections()).isEqualTo(0.3 * TOTAL, within(6 * deviation));
    assertThat(made.report()).contains("bernoulli(");
    MultiLayerNetwork network = initialised(made.result());
    assertThat(connected(network)).isEqualTo(made.connections());
  }
}
