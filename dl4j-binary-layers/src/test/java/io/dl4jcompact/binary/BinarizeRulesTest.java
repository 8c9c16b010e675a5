package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Which layers {@link Binarize} takes for first and last, and which functions it takes away. */
class BinarizeRulesTest {

  private static Layer dense(String name) {
    return new DenseLayer.Builder().name(name).nIn(4).nOut(4).build();
  }

  private static MultiLayerConfiguration conf(Activation activation, Layer... layers) {
    NeuralNetConfiguration.ListBuilder builder =
        new NeuralNetConfiguration.Builder().activation(activation).list();
    for (Layer layer : layers) {
      builder.layer(layer);
    }
    return builder
        .layer(new OutputLayer.Builder().nIn(4).nOut(2).activation(Activation.SOFTMAX).build())
        .build();
  }

  @Test
  void frozenLayersHaveWeightsToo() {
    MultiLayerConfiguration conf =
        conf(
            Activation.TANH,
            new FrozenLayer.Builder().layer(dense("a")).build(),
            new FrozenLayerWithBackprop(dense("b")),
            dense("c"));

    assertThat(new Binarize().apply(conf).oneBitLayers()).containsExactly("c");
  }

  @Test
  void aFrozenLayerMayBeTheLastOfAGraph() {
    ComputationGraphConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer("a", dense("a"), "in")
            .addLayer("b", dense("b"), "a")
            .addLayer("c", new FrozenLayerWithBackprop(dense("c")), "b")
            .addLayer("loss", new LossLayer.Builder(LossFunction.MSE).build(), "c")
            .setOutputs("loss")
            .build();

    assertThat(new Binarize().apply(conf).oneBitLayers()).containsExactly("b");
  }

  @Test
  void frozenVerticesHaveTheWeightsOfWhatTheyWrap() {
    FrozenVertex frozen =
        new FrozenVertex(
            new LayerVertex(
                new NeuralNetConfiguration.Builder().layer(dense("inner")).build(), null));

    assertThat(new Binarize().apply(behindAVertex(frozen, "in")).oneBitLayers())
        .containsExactly("b");
  }

  @Test
  void verticesWithoutWeightsAreNotFirst() {
    FrozenVertex frozen = new FrozenVertex(new ScaleVertex(2));

    assertThat(new Binarize().apply(behindAVertex(frozen, "in")).oneBitLayers()).isEmpty();
  }

  @Test
  void verticesWithWeightsOfTheirOwnAreFirstOrLastToo() {
    AttentionVertex attention =
        new AttentionVertex.Builder()
            .nInKeys(4)
            .nInQueries(4)
            .nInValues(4)
            .nOut(4)
            .nHeads(1)
            .projectInput(true)
            .weightInit(WeightInit.XAVIER)
            .build();

    assertThat(new Binarize().apply(behindAVertex(attention, "in", "in", "in")).oneBitLayers())
        .containsExactly("b");
  }

  private static ComputationGraphConfiguration behindAVertex(GraphVertex vertex, String... inputs) {
    return new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("in")
        .addVertex("a", vertex, inputs)
        .addLayer("b", dense("b"), "a")
        .addLayer(
            "out",
            new OutputLayer.Builder().nIn(4).nOut(2).activation(Activation.SOFTMAX).build(),
            "b")
        .setOutputs("out")
        .build();
  }

  @Test
  void aNetworkOfFrozenFeaturesIsTransferred() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(conf(Activation.TANH, dense("a"), dense("b"), dense("c")));
    network.init();
    MultiLayerNetwork transferred =
        new TransferLearning.Builder(network).setFeatureExtractor(1).build();

    Binarized<MultiLayerNetwork> made = new Binarize().apply(transferred);

    assertThat(made.oneBitLayers()).containsExactly("c");
    assertThat(made.result().params()).isEqualTo(network.params());
  }

  static Stream<Arguments> functionsAndQuantizers() {
    return Stream.of(
        Arguments.of(Activation.SIGMOID, new StepQuantizer(), "identity"),
        Arguments.of(Activation.SIGMOID, new SignQuantizer(-0.1f), "identity"),
        Arguments.of(Activation.SIGMOID, new StepQuantizer(0.5f), "sigmoid"),
        Arguments.of(
            Activation.SIGMOID, new LevelQuantizer(2, 1, new StepQuantizer(0.5f)), "sigmoid"),
        Arguments.of(Activation.SIGMOID, new StochasticStepQuantizer(), "sigmoid"),
        Arguments.of(Activation.SIGMOID, new DynamicStepQuantizer(), "sigmoid"),
        Arguments.of(Activation.RELU, new StepQuantizer(0.5f), "identity"),
        Arguments.of(Activation.RELU, new StochasticStepQuantizer(), "identity"),
        Arguments.of(Activation.TANH, new StepQuantizer(), "tanh"));
  }

  @ParameterizedTest
  @MethodSource("functionsAndQuantizers")
  void aFunctionWithValuesOnBothSidesOfTheThresholdStays(
      Activation activation, Quantizer quantizer, String left) {
    MultiLayerConfiguration conf = conf(activation, dense("a"), dense("b"));

    MultiLayerConfiguration made =
        new Binarize().only("b").inputQuantizer(quantizer).apply(conf).result();

    assertThat(((BaseLayer) made.getConf(0).getLayer()).getActivationFn()).hasToString(left);
  }

  @Test
  void aQuantizerOfOneValueIsRefusedByTheLayersName() {
    LevelQuantizer constant = new LevelQuantizer(1, 1, new SignQuantizer());
    MultiLayerConfiguration conf = conf(Activation.TANH, dense("a"), dense("b"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Binarize().inputQuantizer(constant).apply(conf))
        .withMessageContaining("\"b\": inputQuantizer is levels(1.0, 1.0, sign(0.0, clipped))");
  }

  @Test
  void networksThatAreNotInitialisedAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Binarize().apply(new MultiLayerNetwork(conf(Activation.TANH, dense("a")))))
        .withMessageContaining("expected an initialised one; call network.init()");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Binarize()
                    .apply(new ComputationGraph(FloatNetworks.graph().getConfiguration())))
        .withMessageContaining("expected an initialised one; call network.init()");
  }
}
