package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.core.UpdaterContractTest;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.MultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class OneBitGradientTest extends UpdaterContractTest {

  private static final double RATE = 1.0 / 64;
  // A power of two, so that the division of the gradients by it is exact.
  private static final int MINIBATCH = 8;

  @Override
  protected List<IUpdater> updaters() {
    return variants(new Nesterovs(0.01)).map(IUpdater.class::cast).toList();
  }

  static Stream<OneBitGradient> variants() {
    return variants(new Sgd(RATE));
  }

  private static Stream<OneBitGradient> variants(IUpdater delegate) {
    OneBitGradient plain = new OneBitGradient(delegate);
    return Stream.of(
        plain,
        new OneBitGradient(delegate, new SignQuantizer(0.001f)),
        new OneBitGradient(delegate, new LevelQuantizer(2, -0.5f, new SignQuantizer(0.001f))),
        plain.withScale(true),
        plain.withThreshold(Statistic.mean()),
        plain.withThreshold(Statistic.median()).withScale(true),
        plain.withThreshold(Statistic.quantile(0.25)));
  }

  private static MultiLayerNetwork network(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.TANH).build())
                .layer(new BatchNormalization())
                .layer(new BinaryDenseLayer.Builder().nOut(7).build())
                .layer(new BatchNormalization())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(6, 5, 2))
                .build());
    network.init();
    return network;
  }

  private static DataSet data() {
    Nd4j.getRandom().setSeed(4);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, 3);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return new DataSet(Nd4j.randn(DataType.FLOAT, MINIBATCH, 2, 6, 5), labels);
  }

  /** The gradients that the updater of this network's next step is given. */
  private static Map<String, float[]> gradients(MultiLayerNetwork network) {
    MultiLayerNetwork copy = network.clone();
    DataSet data = data();
    copy.setInput(data.getFeatures());
    copy.setLabels(data.getLabels());
    copy.computeGradientAndScore();
    Map<String, float[]> gradients = new LinkedHashMap<>();
    copy.gradient()
        .gradientForVariable()
        .forEach((key, g) -> gradients.put(key, g.div(MINIBATCH).dup('c').data().asFloat()));
    return gradients;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyParameterMovesByItsOwnThresholdAndScale(OneBitGradient updater) {
    MultiLayerNetwork network = network(updater);
    Map<String, float[]> gradients = gradients(network);
    Map<String, INDArray> before = new LinkedHashMap<>();
    network.paramTable().forEach((key, value) -> before.put(key, value.dup()));

    network.fit(data());

    gradients.keySet().removeIf(key -> key.endsWith("mean") || key.endsWith("log10stdev"));
    assertThat(gradients).hasSize(10);
    gradients.forEach(
        (key, g) -> {
          INDArray moved = before.get(key).sub(network.getParam(key)).dup('c');
          for (int i = 0; i < g.length; i++) {
            assertThat(moved.getDouble(i))
                .as("%s[%d]", key, i)
                .isEqualTo(RATE * expected(updater, g, i), within(1e-6));
          }
        });
  }

  private static double expected(OneBitGradient updater, float[] g, int i) {
    double theta =
        updater.threshold().map(s -> naive(s, g)).orElse((double) updater.rule().threshold());
    double sum = 0;
    for (float value : g) {
      sum += Math.abs(value);
    }
    boolean levels = updater.quantizer() instanceof LevelQuantizer;
    double value = g[i] < (float) theta ? (levels ? -0.5 : -1) : (levels ? 2 : 1);
    return value * (updater.isScaled() ? sum / g.length : 1);
  }

  private static double naive(Statistic statistic, float[] g) {
    float[] sorted = g.clone();
    Arrays.sort(sorted);
    if (statistic.spec().equals("mean")) {
      double sum = 0;
      for (float value : g) {
        sum += value;
      }
      return sum / g.length;
    }
    double p = statistic.spec().equals("median") ? 0.5 : 0.25;
    double at = p * (g.length - 1);
    double below = sorted[(int) Math.floor(at)];
    double above = sorted[(int) Math.ceil(at)];
    return below + (at - Math.floor(at)) * (above - below);
  }

  @Test
  void statisticsThatLayersKeepAreNotQuantized() {
    MultiLayerNetwork network = network(new OneBitGradient(new Sgd(RATE)).withScale(true));
    MultiLayerNetwork twin = network(new Sgd(RATE));

    network.fit(data());
    twin.fit(data());

    for (String key : List.of("1_mean", "1_log10stdev", "3_mean", "3_log10stdev")) {
      assertThat(network.getParam(key)).as(key).isEqualTo(twin.getParam(key));
    }
  }

  @Test
  void aGraphTrainsAsAList() {
    for (OneBitGradient updater : variants(new Adam(0.01)).toList()) {
      MultiLayerNetwork list = network(updater);
      ComputationGraph graph = list.toComputationGraph();
      for (int i = 0; i < 3; i++) {
        list.fit(data());
        graph.fit(data());
      }
      assertThat(graph.params()).as(updater.toString()).isEqualTo(list.params());
    }
  }

  @Test
  void parametersOfAnyLayerAreJoinedOnlyWhereElementsStandAlone() {
    assertThat(lstmBlocks(new OneBitGradient(new RmsProp(0.1)))).hasSize(1);
    assertThat(lstmBlocks(new OneBitGradient(new RmsProp(0.1)).withScale(true)))
        .hasSize(5)
        .allSatisfy(block -> assertThat(block.getLayersAndVariablesInBlock()).hasSize(1));
  }

  private static List<UpdaterBlock> lstmBlocks(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(updater)
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(2)
                        .build())
                .build());
    network.init();
    return ((MultiLayerUpdater) network.getUpdater()).getUpdaterBlocks();
  }

  @Test
  void theDelegatesScheduleAndANewRateAreObeyed() {
    var schedule = new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.25).add(1, 0.5).build();
    MultiLayerNetwork network = network(new OneBitGradient(new Sgd(schedule)));

    assertThat(step(network)).isEqualTo(0.25, within(1e-6));
    assertThat(step(network)).isEqualTo(0.5, within(1e-6));
    network.setLearningRate(0.125);
    assertThat(step(network)).isEqualTo(0.125, within(1e-6));
  }

  private static double step(MultiLayerNetwork network) {
    INDArray before = network.getParam("4_b").dup();
    network.fit(data());
    return network.getParam("4_b").sub(before).amaxNumber().doubleValue();
  }

  @Test
  void aNewRateKeepsTheDelegatesState() {
    OneBitGradient updater = new OneBitGradient(new Adam(0.01)).withScale(true);
    MultiLayerNetwork network = network(updater);
    network.fit(data());
    INDArray state = network.updaterState().dup();

    network.setLearningRate(2, 0.02);

    assertThat(network.updaterState()).isEqualTo(state);
    assertThat(state.length()).isEqualTo(2L * (network.numParams() - 2 * (4 + 7)));
  }

  @Test
  void settingsDecideAboutEquality() {
    OneBitGradient plain = new OneBitGradient(new Sgd(0.1));

    assertThat(plain)
        .isEqualTo(new OneBitGradient(new Sgd(0.1)))
        .hasSameHashCodeAs(new OneBitGradient(new Sgd(0.1)))
        .isNotEqualTo(new OneBitGradient(new Sgd(0.2)))
        .isNotEqualTo(new OneBitGradient(new Sgd(0.1), new SignQuantizer(0.5f)))
        .isNotEqualTo(plain.withScale(true));
    assertThat(plain.clone()).isEqualTo(plain).isNotSameAs(plain);
  }

  @Test
  void aGradientWithoutAFiniteStatisticIsRefused() {
    var updater = new OneBitGradient(new Sgd(0.1)).withThreshold(Statistic.mean());

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                updater
                    .instantiate((INDArray) null, true)
                    .applyUpdater(Nd4j.createFromArray(1, Float.NaN), 0, 0))
        .withMessageContaining("the gradient's mean is NaN")
        .withMessageContaining("lower the learning rate");
  }

  @Test
  void aQuantizerOfAnotherKindInAFileIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OneBitGradient.ofSpecs(new Sgd(), "step(0.0, clipped)", null, false))
        .withMessageContaining("quantizer is step(0.0, clipped), expected sign(..)");
  }

  @Test
  void aQuantizerOfOneValueIsRefused() {
    LevelQuantizer constant = new LevelQuantizer(1, 1, new SignQuantizer());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OneBitGradient(new Sgd(), constant))
        .withMessageContaining("OneBitGradient: quantizer is levels(1.0, 1.0, sign(0.0, clipped)),")
        .withMessageContaining("two values that differ");
  }
}
