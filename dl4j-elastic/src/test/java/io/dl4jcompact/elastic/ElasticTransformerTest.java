package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.elastic.layers.ElasticOperator;
import io.dl4jcompact.elastic.search.SubnetCost;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Vision transformers of elastic layers, and masks. Single layers: ElasticSliceGradientTest. */
class ElasticTransformerTest {

  private static final InputType IMAGES = InputType.convolutional(8, 8, 2);

  private static Model transformer(
      NetworkKind kind, boolean classToken, NeuralNetConfiguration.Builder settings) {
    return kind.create(
        settings,
        IMAGES,
        List.of(
            new ElasticPatchEmbedding.Builder(4)
                .name("patches")
                .embeddings(6, 8)
                .classToken(classToken)
                .build(),
            block("block1").mlpWidths(8, 16).build(),
            block("block2").skippable(true).mlpWidths(8, 16).build(),
            new ElasticTokenPooling.Builder().name("pool").classToken(classToken).build(),
            new ElasticOutputLayer.Builder(LossFunction.MCXENT).name("out").nOut(3).build()));
  }

  private static ElasticTransformerBlock.Builder block(String name) {
    return new ElasticTransformerBlock.Builder().name(name).heads(1, 2).headSize(4);
  }

  private static NeuralNetConfiguration.Builder settings() {
    return ElasticNetworks.settings(new Adam(0.01)).l2(0.02);
  }

  private static DataSet data() {
    return ElasticNetworks.data(6, 1, 2, 8, 8);
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  @ParameterizedTest
  @EnumSource
  void cutsComputeTheSame(NetworkKind kind) {
    for (boolean classToken : new boolean[] {false, true}) {
      Model network = transformer(kind, classToken, settings());
      kind.fit(network, data());
      for (SubnetConfig config :
          SamplingStrategy.mixed(6, 1, 3).sample(SubnetSpace.of(network), 0)) {
        Subnets.activate(network, config);
        float[] expected = values(kind.output(network, data().getFeatures()));

        Model cut = ExtractionTest.extract(network, config);

        assertArrayEquals(
            expected, values(kind.output(cut, data().getFeatures())), 1e-5f, config.toString());
        Model loaded = kind.saveAndLoad(cut);
        assertArrayEquals(expected, values(kind.output(loaded, data().getFeatures())), 1e-5f);
        assertThat(SubnetConfig.largest(cut).layers()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void stepsOfASubnetAreStepsOfTheCutNetwork(NetworkKind kind) {
    Model network = transformer(kind, true, settings());
    SubnetConfig config = SubnetConfig.smallest(network).with("block2", Dimension.DEPTH, 1);
    Model cut = ExtractionTest.extract(network, config);
    Subnets.activate(network, config);

    for (int i = 0; i < 3; i++) {
      kind.fit(network, data());
      kind.fit(cut, data());
    }

    // The keys' bias has no gradient but roundings, whose sign Adam's steps follow; so compare what
    // the networks compute.
    INDArray features = data().getFeatures();
    assertArrayEquals(
        values(kind.output(cut, features)), values(kind.output(network, features)), 2e-4f);
  }

  @ParameterizedTest
  @EnumSource
  void inactiveSlicesStayWhileActiveOnesMove(NetworkKind kind) {
    Model network = transformer(kind, true, settings());
    kind.fit(network, data());
    SubnetConfig config = SubnetConfig.smallest(network).with("block2", Dimension.DEPTH, 0);
    Subnets.activate(network, config);
    Map<String, INDArray> before = copy(network);

    kind.fit(network, data());

    Model cut = ExtractionTest.extract(network, config);
    network
        .paramTable()
        .forEach(
            (key, after) -> {
              INDArray moved = after.neq(before.get(key)).castTo(DataType.INT32);
              INDArray part = cut.paramTable().get(key);
              long inside = 0;
              if (part != null) {
                inside = first(moved, part.shape()).sumNumber().longValue();
                assertThat(inside).as(key).isPositive();
              }
              assertThat(moved.sumNumber().longValue()).as(key).isEqualTo(inside);
            });
  }

  private static INDArray first(INDArray array, long... shape) {
    INDArrayIndex[] indices = new INDArrayIndex[shape.length];
    for (int d = 0; d < shape.length; d++) {
      indices[d] = NDArrayIndex.interval(0, shape[d]);
    }
    return array.get(indices);
  }

  private static Map<String, INDArray> copy(Model network) {
    Map<String, INDArray> copy = new HashMap<>();
    network.paramTable().forEach((key, value) -> copy.put(key, value.dup()));
    return copy;
  }

  @ParameterizedTest
  @EnumSource
  void workspacesAndReloadingChangeNothing(NetworkKind kind) {
    Model with = transformer(kind, true, settings());
    Model without =
        transformer(
            kind,
            true,
            settings()
                .trainingWorkspaceMode(WorkspaceMode.NONE)
                .inferenceWorkspaceMode(WorkspaceMode.NONE));
    for (int i = 0; i < 3; i++) {
      kind.fit(with, data());
      kind.fit(without, data());
    }

    assertThat(with.params()).isEqualTo(without.params());
    Model loaded = kind.saveAndLoad(with);
    INDArray features = data().getFeatures();
    assertThat(kind.output(loaded, features)).isEqualTo(kind.output(without, features));
    kind.fit(loaded, data());
    kind.fit(with, data());
    assertThat(loaded.params()).isEqualTo(with.params());
  }

  @ParameterizedTest
  @EnumSource
  void trainingLowersTheLoss(NetworkKind kind) {
    Model network = transformer(kind, false, ElasticNetworks.settings(new Adam(0.01)));
    kind.fit(network, data());
    double before = network.score();
    for (int i = 0; i < 40; i++) {
      kind.fit(network, data());
    }
    assertThat(network.score()).isLessThan(before / 2);
  }

  @Test
  void aSkippedBlockIsTheIdentity() {
    SingleLayer layer =
        SingleLayer.of(
            block("b").skippable(true).build(), InputType.recurrent(8, 5), DataType.FLOAT);
    ((ElasticOperator) layer.layer()).slices().activate(Map.of(Dimension.DEPTH, 0));
    INDArray x = Nd4j.rand(DataType.FLOAT, 3, 6, 5);
    INDArray delta = Nd4j.rand(DataType.FLOAT, 3, 6, 5);

    assertThat(layer.forward(x)).isEqualTo(x);
    Pair<Gradient, INDArray> gradients = layer.backward(delta);
    assertThat(gradients.getSecond()).isEqualTo(delta);
    gradients
        .getFirst()
        .gradientForVariable()
        .forEach((key, gradient) -> assertThat(gradient.amaxNumber().doubleValue()).isZero());
  }

  /** A mask makes of a padded sequence the shorter one, whatever the padding is. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void maskedTokensHaveNoPart(boolean pooling) {
    FeedForwardLayer conf =
        pooling ? new ElasticTokenPooling.Builder().build() : block("b").build();
    SingleLayer layer = SingleLayer.of(conf, InputType.recurrent(8, 5), DataType.DOUBLE);
    Nd4j.getRandom().setSeed(7);
    layer.layer().paramTable().values().forEach(p -> p.assign(Nd4j.rand(p.shape()).subi(0.5)));
    INDArray x = Nd4j.rand(DataType.DOUBLE, 2, 8, 5);
    INDArray kept =
        x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 3)).dup();
    INDArray expected = layer.forward(kept);
    INDArray delta = Nd4j.rand(DataType.DOUBLE, pooling ? new long[] {2, 8} : new long[] {2, 8, 5});
    INDArray shortDelta = pooling ? delta : cut(delta);
    Pair<Gradient, INDArray> reference = layer.backward(shortDelta);
    Map<String, INDArray> gradients = new HashMap<>();
    reference.getFirst().gradientForVariable().forEach((k, v) -> gradients.put(k, v.dup()));

    layer
        .layer()
        .feedForwardMaskArray(
            Nd4j.createFromArray(new float[][] {{1, 1, 1, 0, 0}, {1, 1, 1, 0, 0}}),
            MaskState.Active,
            2);
    INDArray masked = layer.forward(x);
    Pair<Gradient, INDArray> actual = layer.backward(delta);

    assertClose(expected, pooling ? masked : cut(masked));
    assertClose(reference.getSecond(), cut(actual.getSecond()));
    gradients.forEach((key, value) -> assertClose(value, actual.getFirst().getGradientFor(key)));
    assertThat(padding(actual.getSecond()).amaxNumber().doubleValue()).isZero();
    if (!pooling) {
      assertThat(padding(masked).amaxNumber().doubleValue()).isZero();
    }
  }

  private static INDArray cut(INDArray x) {
    return x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(0, 3));
  }

  private static INDArray padding(INDArray x) {
    return x.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(3, 5));
  }

  private static void assertClose(INDArray expected, INDArray actual) {
    assertArrayEquals(
        expected.dup('c').data().asDouble(), actual.dup('c').data().asDouble(), 1e-10);
  }

  @Test
  void multiplyAddsAreThoseOfTheFormula() {
    MultiLayerNetwork network =
        (MultiLayerNetwork) transformer(NetworkKind.LIST, false, settings());
    double cost = SubnetCost.multiplyAdds(1e9, IMAGES).of().applyAsDouble(network);

    double block = 4 * (4 * 8 * 8 + 2 * 8 * 16) + 2 * 4 * 4 * 8;
    assertThat(cost).isEqualTo(4 * 32 * 8 + 2 * block + 8 * 3);
  }
}
