package io.dl4jcompact.binary;

import static io.dl4jcompact.binary.FloatNetworks.INPUT;
import static io.dl4jcompact.binary.FloatNetworks.data;
import static io.dl4jcompact.binary.FloatNetworks.graph;
import static io.dl4jcompact.binary.FloatNetworks.list;
import static io.dl4jcompact.binary.FloatNetworks.output;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.Binarized.LayerChange;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class BinarizeTest {

  private static BaseLayer conf(MultiLayerNetwork network, int layer) {
    return (BaseLayer) network.getLayer(layer).conf().getLayer();
  }

  @Test
  void innerLayersBecomeOneBitOnes() {
    MultiLayerNetwork network = list();
    String before = network.getLayerWiseConfigurations().toJson();

    Binarized<MultiLayerNetwork> made = new Binarize().apply(network);

    assertThat(made.oneBitLayers()).containsExactly("c2", "d1", "d2");
    assertThat(made.layers())
        .containsExactly(
            new LayerChange(
                "c1",
                "ConvolutionLayer",
                false,
                "left, is the first layer with weights; activation relu is now the identity"),
            new LayerChange("p1", "SubsamplingLayer", false, "left, has no one-bit form"),
            new LayerChange("c2", "ConvolutionLayer", true, "now BinaryConvolutionLayer"),
            new LayerChange("bn", "BatchNormalization", false, "left, has no one-bit form"),
            new LayerChange(
                "d1",
                "DenseLayer",
                true,
                "now BinaryDenseLayer; activation relu is now the identity"),
            new LayerChange("d2", "DenseLayer", true, "now BinaryDenseLayer"),
            new LayerChange("out", "OutputLayer", false, "left, has no one-bit form"));
    assertThat(made.report()).contains("d2 (DenseLayer): now BinaryDenseLayer");
    assertThat(network.getLayerWiseConfigurations().toJson()).isEqualTo(before);
  }

  @Test
  void settingsAndParametersAreCarriedOver() {
    MultiLayerNetwork network = list();
    network.fit(data());

    MultiLayerNetwork made = new Binarize().apply(network).result();

    assertThat(made.params()).isEqualTo(network.params());
    assertThat(made.getIterationCount()).isZero();
    BinaryDenseLayer d1 = (BinaryDenseLayer) conf(made, 4);
    assertThat(d1.quantization())
        .isEqualTo(new Quantization(new StepQuantizer(), new SignQuantizer(), true));
    assertThat(d1.getIDropout()).isEqualTo(conf(network, 4).getIDropout());
    assertThat(d1.getIUpdater()).isEqualTo(new Adam(0.01));
    assertThat(d1.getRegularization()).isEqualTo(conf(network, 4).getRegularization());
    assertThat(d1.getActivationFn()).hasToString("identity");
    assertThat(((BinaryDenseLayer) conf(made, 5)).hasBias()).isFalse();
    assertThat(conf(made, 5).getActivationFn()).hasToString("relu");
    BinaryConvolutionLayer c2 = (BinaryConvolutionLayer) conf(made, 2);
    assertThat(c2.getConvolutionMode()).isEqualTo(ConvolutionMode.Same);
    assertThat(c2.getKernelSize()).containsExactly(3, 3);
    assertThat(c2.getActivationFn()).as("a float layer reads it").hasToString("relu");
  }

  @Test
  void removingAReluInFrontOfAStepChangesNoBit() {
    MultiLayerNetwork network = list();
    MultiLayerNetwork made = new Binarize().apply(network).result();
    INDArray input = data().getFeatures();

    List<INDArray> activations = made.feedForward(input.dup());

    INDArray withRelu =
        network.activateSelectedLayers(0, 1, input.dup()); // c1 with its ReLU, and p1
    assertThat(activations.get(2).gt(0)).isEqualTo(withRelu.gt(0));
  }

  @Test
  void theResultGoesThroughJsonTrainsAndIsExported() {
    MultiLayerNetwork made = new Binarize().apply(list()).result();
    MultiLayerConfiguration read =
        MultiLayerConfiguration.fromJson(made.getLayerWiseConfigurations().toJson());
    assertThat(read.getConfs()).isEqualTo(made.getLayerWiseConfigurations().getConfs());
    double before = made.score(data());

    for (int i = 0; i < 60; i++) {
      made.fit(data());
    }

    assertThat(made.score(data())).isLessThan(before);
    Exported exported =
        Parity.check(made, ExportOptions.DEFAULT.withInputTypes(INPUT), data().getFeatures());
    assertThat(Parity.packed(exported)).containsExactly("c2", "d1", "d2");
  }

  @Test
  void graphsToo() {
    ComputationGraph network = graph();
    network.fit(data());

    Binarized<ComputationGraph> made = new Binarize().apply(network);

    assertThat(made.oneBitLayers()).containsExactly("c1", "c2", "d1", "d2");
    assertThat(made.result().params()).isEqualTo(network.params());
    assertThat(note(made, "c1")).endsWith("activation relu is now the identity");
    assertThat(note(made, "stem")).as("the sum reads it too").doesNotContain("activation");
    assertThat(note(made, "c2")).as("the sum reads it").doesNotContain("activation");
    ComputationGraphConfiguration conf = made.result().getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
    for (int i = 0; i < 40; i++) {
      made.result().fit(data());
    }
    Exported exported =
        CompactExporter.exportWithReport(
            made.result(), ExportOptions.DEFAULT.withInputTypes(INPUT));
    assertThat(Parity.packed(exported)).containsExactly("c1", "c2", "d1", "d2");
  }

  private static String note(Binarized<?> made, String layer) {
    return made.layers().stream()
        .filter(change -> change.name().equals(layer))
        .findFirst()
        .orElseThrow()
        .note();
  }

  @Test
  void layersAreChosenByPredicateOrName() {
    MultiLayerConfiguration conf = list().getLayerWiseConfigurations();

    assertThat(new Binarize().where((name, layer) -> layer instanceof DenseLayer).apply(conf))
        .extracting(Binarized::oneBitLayers)
        .isEqualTo(List.of("d1", "d2"));
    assertThat(new Binarize().only("c1", "d2").apply(conf).oneBitLayers())
        .containsExactly("c1", "d2");
    assertThat(new Binarize().firstAndLast(true).apply(conf).oneBitLayers())
        .containsExactly("c1", "c2", "d1", "d2");
    assertThat(note(new Binarize().only("d2").apply(conf), "c2")).isEqualTo("left, was not chosen");
  }

  @Test
  void namesThatCannotBeMetAreRefused() {
    MultiLayerNetwork network = list();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Binarize().only("d3").apply(network))
        .withMessageContaining("no layer is named \"d3\", expected one of [c1, p1, c2,");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Binarize().only("d1", "bn").apply(network))
        .withMessageContaining(
            "layer \"bn\" (BatchNormalization) has no one-bit form; leave it out");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Binarize().weightQuantizer(new StepQuantizer()).apply(network))
        .withMessageContaining(
            "ConvolutionLayer as a one-bit layer \"c2\": weightQuantizer is step(0.0, clipped)");
  }

  @Test
  void whatHasNoOneBitFormIsLeftWithTheReason() {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new BinaryDenseLayer.Builder().nIn(4).nOut(4).build())
            .layer(new DenseLayer.Builder().nOut(4).hasLayerNorm(true).build())
            .layer(
                new ConvolutionLayer.Builder(1, 1)
                    .nIn(4)
                    .nOut(4)
                    .dataFormat(CNN2DFormat.NHWC)
                    .build())
            .layer(new DenseLayer.Builder().nIn(4).nOut(4).build())
            .build();

    Binarized<MultiLayerConfiguration> made = new Binarize().apply(conf);

    assertThat(made.layers())
        .extracting(LayerChange::name, LayerChange::note)
        .containsExactly(
            tuple("layer0", "left, is quantised already"),
            tuple("layer1", "left, has a layer normalisation"),
            tuple("layer2", "left, has its channels last"),
            tuple("layer3", "left, is the last layer with weights"));
  }

  @Test
  void weightsBeyondTheEstimatorsWindowAreMovedIntoItWhereThatChangesNothing() {
    MultiLayerNetwork network = list();
    network.getParam("4_W").muli(100);
    INDArray large = network.getParam("4_W").dup();
    INDArray small = network.getParam("5_W").dup();

    MultiLayerNetwork plain = new Binarize().weightScale(false).apply(network).result();
    MultiLayerNetwork scaled = new Binarize().apply(network).result();

    assertThat(plain.getParam("4_W").amaxNumber().doubleValue()).isEqualTo(1, within(1e-6));
    assertThat(plain.getParam("4_W").gte(0)).isEqualTo(large.gte(0));
    assertThat(plain.getParam("5_W")).isEqualTo(small);
    assertThat(scaled.getParam("4_W")).as("its mean is the scale").isEqualTo(large);
  }

  @Test
  void anOutputKeepsItsActivation() {
    ComputationGraphConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(0.1))
            .activation(Activation.SIGMOID)
            .graphBuilder()
            .addInputs("in")
            .addLayer("a", new DenseLayer.Builder().nIn(4).nOut(4).build(), "in")
            .addLayer("b", new DenseLayer.Builder().nOut(4).build(), "a")
            .addLayer("out", output(), "b")
            .setOutputs("a", "out")
            .setInputTypes(InputType.feedForward(4))
            .validateOutputLayerConfig(false)
            .build();

    assertThat(note(new Binarize().apply(conf), "a"))
        .isEqualTo("left, is the first layer with weights");
  }
}
