package io.dl4jcompact.sparse;

import static io.dl4jcompact.sparse.MaskedNetworks.GIVEN;
import static io.dl4jcompact.sparse.MaskedNetworks.HIDDEN;
import static io.dl4jcompact.sparse.MaskedNetworks.WEIGHTS;
import static io.dl4jcompact.sparse.MaskedNetworks.dense;
import static io.dl4jcompact.sparse.MaskedNetworks.given;
import static io.dl4jcompact.sparse.MaskedNetworks.network;
import static io.dl4jcompact.sparse.MaskedNetworks.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Settings of sparse layers: values, text, refusals. */
class SparseLayerConfTest {

  /** W is the first of the network's parameters, in the order that the mask counts in. */
  private static double[] weights(MultiLayerNetwork network) {
    return Nd4j.toFlattened('c', network.params()).dup().data().asDouble();
  }

  @Test
  void connectedInputsScaleTheInitialiser() {
    int inputs = 400;
    int outputs = 200;
    double density = 0.2;
    DenseLayer.Builder layer = new DenseLayer.Builder().nIn(inputs).nOut(outputs);
    double scaled = 2 / (density * (inputs + outputs));

    assertThat(variance(layer.weightInit(WeightInit.XAVIER).build(), density))
        .isBetween(0.95 * scaled, 1.05 * scaled);
    assertThat(
            variance(
                layer
                    .weightInit(new SparseWeightInit(WeightInit.XAVIER.getWeightInitFunction(), 1))
                    .build(),
                density))
        .isBetween(0.95 * scaled * density, 1.05 * scaled * density);
  }

  /** Of the connected weights, whose mean is 0. */
  private static double variance(DenseLayer layer, double density) {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(9)
            .list()
            .layer(new SparseLayer(layer, density, 4))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    INDArray weights = network.getLayer(0).getParam("W");
    return weights.mul(weights).sumNumber().doubleValue() / (density * weights.length());
  }

  @Test
  void constantsStayWhatTheyAre() {
    DenseLayer layer = dense().weightInit(new NormalDistribution(0.5, 1e-9)).build();

    double[] weights = weights(network(sgd(), given(layer)));

    for (int i = 0; i < WEIGHTS; i++) {
      assertThat((float) weights[i]).isEqualTo(GIVEN.isConnected(i) ? 0.5f : 0f);
    }
  }

  @Test
  void parametersOfOneLayerHaveMasksOfTheirOwn() {
    LSTM layer = new LSTM.Builder().nIn(8).nOut(8).weightInit(WeightInit.ONES).build();
    SparseLayer same = new SparseLayer(layer, 0.5, 3);
    assertThat(same.maskedParameters()).containsExactlyInAnyOrder("W", "RW");
    assertThat(same.mask("W", 256)).isNotEqualTo(same.mask("RW", 256));

    SparseLayer partly = new SparseLayer(layer, Map.of("RW", MaskRule.exact(0.25, 1)));
    MultiLayerNetwork network =
        new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list().layer(partly).build());
    network.init();

    assertThat(network.getLayer(0).getParam("W").sumNumber().doubleValue()).isEqualTo(256);
    assertThat(network.getLayer(0).getParam("RW").sumNumber().doubleValue()).isEqualTo(64);
  }

  @Test
  void filesHaveTheTextOfTheRules() {
    MultiLayerNetwork network =
        network(new NeuralNetConfiguration.Builder().updater(new Adam()), given(dense().build()));

    String json = network.getLayerWiseConfigurations().toJson();

    assertThat(json).contains("\"W\" : \"" + MaskRule.given(GIVEN).spec() + "\"");
    assertThat(MultiLayerConfiguration.fromJson(json))
        .isEqualTo(network.getLayerWiseConfigurations());
  }

  @Test
  void confsDifferIfTheirMasksDo() {
    SparseLayer layer = new SparseLayer(dense().build(), 0.5, 1);

    assertThat(layer)
        .isEqualTo(new SparseLayer(dense().build(), 0.5, 1))
        .isNotEqualTo(new SparseLayer(dense().build(), 0.5, 2))
        .isNotEqualTo(new SparseLayer(dense().build(), 0.6, 1))
        .isNotEqualTo(dense().build());
    assertThat(layer.toString()).contains("Exact", "DenseLayer");
    assertThat(layer.maskRule("b")).isNull();
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        Arguments.of(new SubsamplingLayer.Builder().name("mine").build(), "no FeedForwardLayer"),
        Arguments.of(
            new LastTimeStep(new LSTM.Builder().name("mine").nOut(3).build()),
            "no FeedForwardLayer"),
        Arguments.of(new BatchNormalization.Builder().name("mine").build(), "has no weights"),
        Arguments.of(new AutoEncoder.Builder().name("mine").nOut(3).build(), "layer by layer"),
        Arguments.of(
            new CenterLossOutputLayer.Builder().name("mine").nOut(3).build(),
            "an output layer other than"),
        Arguments.of(
            new SparseLayer(new DenseLayer.Builder().name("mine").nOut(3).build(), 0.5, 1),
            "sparse already"));
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void layersThatCannotBeSparseAreRefusedByName(Layer layer, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseLayer(layer, 0.5, 1))
        .withMessageContaining(layer.getClass().getSimpleName() + " \"mine\"")
        .withMessageContaining(reason);
  }

  @Test
  void badMasksAreRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseLayer(dense().build(), Map.of("b", MaskRule.exact(0.5, 1))))
        .withMessageContaining(
            "\"hidden\": the parameters with a mask is [b], expected some of [W]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SparseLayer(dense().build(), Map.of()))
        .withMessageContaining("\"hidden\"");
    SparseLayer misfit = given(dense().nOut(HIDDEN + 1).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(sgd(), misfit))
        .withMessageContaining("SparseLayer \"hidden\": mask of W")
        .withMessageContaining("of 20 weights, the parameter has 25");
  }

  @Test
  void masksOfOtherParametersOrLengthsAreRefusedByName() {
    SparseLayer layer = given(dense().build());
    Mask shorter = Mask.of(WEIGHTS - 1, i -> true);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.mask("b", HIDDEN))
        .withMessageContaining("\"hidden\": the parameter of a mask is \"b\", expected one of [W]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.setMask("b", shorter))
        .withMessageContaining("\"hidden\": the parameter of a mask is \"b\", expected one of [W]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.connected("b", Nd4j.zeros(HIDDEN)))
        .withMessageContaining("\"hidden\": the parameter of a mask is \"b\", expected one of [W]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.setMask("W", shorter))
        .withMessageContaining("\"hidden\": the length of the mask of W is 19, expected 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.mask("W", WEIGHTS + 1))
        .withMessageContaining("\"hidden\": the length of the mask of W is 21, expected 20");
    assertThat(layer.mask("W", WEIGHTS)).isEqualTo(GIVEN);
  }

  @Test
  void aLayerThatWouldHaveNoConnectionIsRefusedByName() {
    SparseLayer layer = new SparseLayer(dense().build(), 0.02, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(sgd(), layer))
        .withMessageContaining("SparseLayer \"hidden\": mask of W")
        .withMessageContaining("exact(0.02,1) connects 0 of 20 weights, expected at least one");
  }

  @Test
  void aConvolutionModeThatWouldNotArriveIsAskedFor() {
    ConvolutionLayer layer = new ConvolutionLayer.Builder(2, 2).name("conv").nIn(2).nOut(3).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> network(sgd(), new SparseLayer(layer, 0.5, 1)))
        .withMessageContaining("SparseLayer of ConvolutionLayer \"conv\": convolutionMode is null");
  }
}
