package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.quant.SqnrReport.LayerSqnr;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

class CalibrationTest {

  /** Puts quantised layers into the network whose operands stay floats. */
  private static final Calibration FLOATS =
      new Calibration()
          .inputScheme(QuantizationScheme.NONE)
          .weightScheme(QuantizationScheme.NONE)
          .correctBias(false);

  static Stream<Model> networks() {
    return Stream.of(FloatNetworks.list(1), FloatNetworks.graph(2));
  }

  private static Calibrated<? extends Model> apply(Calibration calibration, Model network) {
    return network instanceof MultiLayerNetwork list
        ? calibration.apply(list, FloatNetworks.batches())
        : calibration.apply((ComputationGraph) network, FloatNetworks.batches());
  }

  private static float[] output(Model network) {
    return FloatNetworks.output(network, FloatNetworks.images(77)).dup('c').data().asFloat();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void foldedFloatsAreTheNetwork(Model network) {
    Model folded = apply(FLOATS, network).result();

    assertArrayEquals(output(network), output(folded), 1e-5f);
  }

  /** Powers of two change no digit. */
  @ParameterizedTest
  @MethodSource("networks")
  void equalisedFloatsAreTheVerySame(Model network) {
    Model folded = apply(FLOATS, network).result();
    Calibrated<? extends Model> equalised = apply(FLOATS.equalize(true), network);

    assertThat(equalised.result().params()).isNotEqualTo(folded.params());
    assertArrayEquals(output(folded), output(equalised.result()));
    assertThat(equalised.report().layers())
        .anyMatch(layer -> layer.note().startsWith("equalised with '"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void eightBitsStayNearAndTheGivenNetworkStaysAsItIs(Model network) {
    float[] before = output(network);

    Calibrated<? extends Model> calibrated = apply(new Calibration(), network);

    assertArrayEquals(before, output(network));
    assertArrayEquals(before, output(calibrated.result()), 0.1f);
    assertThat(calibrated.report().layers())
        .filteredOn(LayerSqnr::quantized)
        .allMatch(layer -> layer.own() > 30 && layer.inNetwork() > 20);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theSameGivesTheSame(Model network) {
    Calibration calibration = new Calibration().bits(4).equalize(true);

    Calibrated<? extends Model> first = apply(calibration, network);
    Calibrated<? extends Model> second = apply(calibration, network);

    assertThat(second.result().params()).isEqualTo(first.result().params());
    assertThat(second.report()).isEqualTo(first.report());
  }

  /** What a layer reads in the float network, by its own extremes. */
  @ParameterizedTest
  @MethodSource("networks")
  void rangesAreThoseOfTheFloatNetwork(Model network) {
    INDArray state =
        apply(new Calibration(), network).result().paramTable().entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("_inputObserver"))
            .findFirst()
            .orElseThrow()
            .getValue();
    double least = 0;
    double greatest = 0;
    for (int i = 0; i < FloatNetworks.BATCHES; i++) {
      for (double value : FloatNetworks.images(i).dup().data().asDouble()) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }

    assertArrayEquals(
        new double[] {FloatNetworks.BATCHES, least, greatest}, state.dup().data().asDouble());
  }

  @Test
  void theReportSaysWhatBecameOfEachLayer() {
    SqnrReport report = apply(new Calibration(), FloatNetworks.list(1)).report();

    assertThat(report.layers())
        .extracting(layer -> layer.name() + ": " + layer.type() + ", " + layer.note())
        .containsExactly(
            "first: ConvolutionLayer, ",
            "first-norm: BatchNormalization, folded into 'first'",
            "layer2: ActivationLayer, left, has no quantised form",
            "depthwise: DepthwiseConvolution2D, ",
            "layer4: BatchNormalization, folded into 'depthwise'",
            "layer5: ActivationLayer, left, has no quantised form",
            "layer6: SubsamplingLayer, left, has no quantised form",
            "separable-depth: SeparableConvolution2D, ",
            "separable: SeparableConvolution2D, ",
            "kept: BatchNormalization, left, has no quantised form",
            "dense: DenseLayer, ",
            "out-dense: OutputLayer, ");
    assertThat(report.table().lines())
        .hasSize(13)
        .first()
        .asString()
        .matches("layer +was +own dB  network dB  note");
    assertThat(report.table()).containsPattern("first-norm +BatchNormalization +- +-  folded");
    assertThat(report.table())
        .containsPattern("first +ConvolutionLayer +\\d\\d\\.\\d +\\d\\d\\.\\d\n");
  }

  @Test
  void graphsKeepTheNamesOfTheirOutputs() {
    ComputationGraph calibrated =
        new Calibration().apply(FloatNetworks.graph(2), FloatNetworks.batches()).result();

    assertThat(calibrated.getConfiguration().getNetworkOutputs()).containsExactly("out");
    assertThat(calibrated.getLayer("out").conf().getLayer()).isInstanceOf(LossLayer.class);
    assertThat(calibrated.getLayer("out-dense").conf().getLayer())
        .isInstanceOf(QuantizedDenseLayer.class);
    assertThat(calibrated.getVertex("second-norm")).isNull();
  }

  @Test
  void excludedLayersStayAndSoDoTheirNormalisations() {
    ComputationGraph network = FloatNetworks.graph(2);

    Calibrated<ComputationGraph> calibrated =
        new Calibration()
            .exclude("first")
            .outputLayers(false)
            .apply(network, FloatNetworks.batches());

    ComputationGraph result = calibrated.result();
    assertThat(result.getLayer("first").conf().getLayer())
        .isEqualTo(network.getLayer("first").conf().getLayer());
    assertThat(result.getLayer("first-norm").params())
        .isEqualTo(network.getLayer("first-norm").params());
    assertThat(result.getLayer("out").conf().getLayer()).isInstanceOf(OutputLayer.class);
    assertThat(calibrated.report().layer("first").note()).isEqualTo("left, was excluded");
    assertThat(calibrated.report().layer("out").note()).isEqualTo("left, is an output layer");
    assertThat(calibrated.report().layer("second").quantized()).isTrue();
  }

  @Test
  void keptNormalisationsAreAsTheyWere() {
    ComputationGraph network = FloatNetworks.graph(2);

    ComputationGraph result =
        new Calibration().foldNormalization(false).apply(network, FloatNetworks.batches()).result();

    assertThat(result.getLayer("second-norm").conf().getLayer())
        .isInstanceOf(BatchNormalization.class);
    assertThat(result.getLayer("second").getParam("W"))
        .isEqualTo(network.getLayer("second").getParam("W"));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void trainingGoesOnWithTheUpdater(Model network) {
    Model result = apply(new Calibration().bits(4), network).result();
    DataSet data = new DataSet(FloatNetworks.images(5), FloatNetworks.labels());
    INDArray before = result.params().dup();

    double first = fit(result, data);
    for (int i = 0; i < 10; i++) {
      fit(result, data);
    }

    assertThat(fit(result, data)).isLessThan(first);
    assertThat(result.params()).isNotEqualTo(before);
    assertThat(
            result instanceof MultiLayerNetwork list
                ? list.getLayer(0).conf().getLayer().getUpdaterByParam("W")
                : ((ComputationGraph) result)
                    .getLayer("first")
                    .conf()
                    .getLayer()
                    .getUpdaterByParam("W"))
        .isEqualTo(new Adam(0.005));
  }

  private static double fit(Model network, DataSet data) {
    if (network instanceof MultiLayerNetwork list) {
      list.fit(data);
    } else {
      ((ComputationGraph) network).fit(data);
    }
    return network.score();
  }

  static Stream<UnaryOperator<Calibration>> settings() {
    return Stream.of(
        c -> c.observer(new HistogramObserver(HistogramObserver.Criterion.MSE)),
        c -> c.observer(new MovingAverageObserver()).equalize(true),
        c -> c.weightScheme(QuantizationScheme.WEIGHTS.withPerChannel(false)),
        c -> c.inputScheme(QuantizationScheme.INPUT.withInterval(Interval.SYMMETRIC)));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void exportedModelsGiveTheNetworksResults(UnaryOperator<Calibration> settings) {
    for (Model network : List.of(FloatNetworks.list(1), FloatNetworks.graph(2))) {
      Model calibrated = apply(settings.apply(new Calibration()), network).result();
      float[] actual = new float[output(network).length];

      (calibrated instanceof MultiLayerNetwork list
              ? CompactExporter.export(list, FloatNetworks.INPUT)
              : CompactExporter.export((ComputationGraph) calibrated, FloatNetworks.INPUT))
          .newSession()
          .run(FloatNetworks.images(77).dup('c').data().asFloat(), actual);

      assertArrayEquals(output(calibrated), actual, 0.02f);
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    MultiLayerNetwork network = FloatNetworks.list(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibration().exclude("nose").apply(network, FloatNetworks.batches()))
        .withMessageContaining(
            "no layer is named \"nose\", expected one of [first, first-norm, layer2,");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibration().apply(network, new ListDataSetIterator<>(List.of(), 1)))
        .withMessageContaining("the iterator has 0 minibatches, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Calibration().bits(9).apply(network, FloatNetworks.batches()))
        .withMessageContaining("\"first\": inputScheme is 9 bits, expected 2..8");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Calibration()
                    .apply(
                        new MultiLayerNetwork(network.getLayerWiseConfigurations()),
                        FloatNetworks.batches()))
        .withMessageContaining("the network has no parameters");
  }
}
