package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.UpdaterContractTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class ClippedGradientTest extends UpdaterContractTest {

  private static final int MINIBATCH = 8;

  @Override
  protected List<IUpdater> updaters() {
    return variants(new Nesterovs(0.05)).map(IUpdater.class::cast).toList();
  }

  private static Stream<ClippedGradient> variants(IUpdater delegate) {
    ClippedGradient plain = new ClippedGradient(delegate, 0.02);
    return Stream.of(
        plain, plain.withShare(0.5), plain.withNorm(true), plain.withAfterUpdate(true));
  }

  private static MapSchedule schedule() {
    return new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.5).add(1, 0.01).build();
  }

  private static float[] applied(ClippedGradient config, float... gradient) {
    return appliedAt(0, config, gradient);
  }

  private static float[] appliedAt(int iteration, ClippedGradient config, float... gradient) {
    GradientUpdater<?> updater = config.instantiate((INDArray) null, true);
    INDArray view = Nd4j.createFromArray(gradient.clone()).reshape(1, gradient.length);
    updater.applyUpdater(view, iteration, 0);
    return view.data().asFloat();
  }

  @Test
  void elementsAreClipped() {
    ClippedGradient config = new ClippedGradient(new Sgd(1), 0.5);

    assertArrayEquals(
        new float[] {0.5f, -0.5f, 0.25f, 0, -0.5f}, applied(config, 3, -0.75f, 0.25f, 0, -0.5f));
  }

  @Test
  void clippingComesBeforeTheUpdaterOrBehindIt() {
    ClippedGradient before = new ClippedGradient(new Sgd(4), 0.5);

    assertArrayEquals(new float[] {2, 1}, applied(before, 3, 0.25f));
    assertArrayEquals(new float[] {0.5f, 0.5f}, applied(before.withAfterUpdate(true), 3, 0.25f));
  }

  @Test
  void thresholdsFollowASchedule() {
    ClippedGradient config = new ClippedGradient(new Sgd(1), 9).withSchedule(schedule());

    assertArrayEquals(new float[] {0.5f}, appliedAt(0, config, 3));
    assertArrayEquals(new float[] {0.01f}, appliedAt(1, config, 3));
  }

  @Test
  void sharesAreOfTheSortedMagnitudes() {
    ClippedGradient config =
        new ClippedGradient(new Sgd(1), Double.POSITIVE_INFINITY).withShare(0.5);

    assertArrayEquals(new float[] {1, -2, 3, -3, 3}, applied(config, 1, -2, 3, -4, 50));
    assertArrayEquals(
        new float[] {1, -2, 2.5f, -2.5f, 2.5f},
        applied(new ClippedGradient(new Sgd(1), 2.5).withShare(0.5), 1, -2, 3, -4, 50));
  }

  @Test
  void normsAreScaled() {
    ClippedGradient config = new ClippedGradient(new Sgd(1), 1).withNorm(true);

    assertThat(applied(config, 3, -4)).containsExactly(new float[] {0.6f, -0.8f}, within(1e-6f));
    assertArrayEquals(new float[] {0.3f, 0.4f}, applied(config, 0.3f, 0.4f));
  }

  private static MultiLayerNetwork network(IUpdater updater) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build())
                .layer(new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(4))
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
    return new DataSet(Nd4j.randn(DataType.FLOAT, MINIBATCH, 4), labels);
  }

  static Stream<ClippedGradient> perParameter() {
    ClippedGradient plain = new ClippedGradient(new Sgd(1), 0.02);
    return Stream.of(plain, plain.withShare(0.5), plain.withNorm(true));
  }

  /** Deeplearning4j must not hand neighbours over as one block. */
  @ParameterizedTest
  @MethodSource("perParameter")
  void everyParameterIsClippedByItself(ClippedGradient config) {
    MultiLayerNetwork network = network(config);
    MultiLayerNetwork free = network(new Sgd(1));
    Map<String, INDArray> before = new LinkedHashMap<>();
    network.paramTable().forEach((key, parameter) -> before.put(key, parameter.dup('f')));

    network.fit(data());
    free.fit(data());

    before.forEach(
        (key, start) -> {
          float[] gradient = start.sub(free.getParam(key)).dup('f').data().asFloat();
          float[] moved = start.sub(network.getParam(key)).dup('f').data().asFloat();
          assertThat(moved).as(key).containsExactly(applied(config, gradient), within(1e-6f));
        });
  }

  @Test
  void onlyElementwiseOnesMayBeJoined() {
    ClippedGradient plain = new ClippedGradient(new Adam(0.1), 0.5);

    assertThat(plain).isEqualTo(plain.clone()).hasSameHashCodeAs(plain.clone());
    assertThat(plain).isNotEqualTo(new ClippedGradient(new Adam(0.1), 0.25));
    assertThat(plain).isNotEqualTo(plain.withSchedule(schedule()));
    assertThat(plain).isNotEqualTo(plain.withAfterUpdate(true));
    assertThat(plain.withSchedule(schedule())).isEqualTo(plain.withSchedule(schedule()));
    assertThat(plain.withShare(0.9).equals(plain.withShare(0.9))).isFalse();
    assertThat(plain.withNorm(true).equals(plain.withNorm(true))).isFalse();
  }

  @Test
  void learningRatesAreTheDelegates() {
    ClippedGradient config = new ClippedGradient(new Sgd(0.5), 1);

    config.setLrAndSchedule(0.25, null);

    assertThat(config.hasLearningRate()).isTrue();
    assertThat(config.getLearningRate(0, 0)).isEqualTo(0.25);
    assertThat(config.clone().getLearningRate(0, 0)).isEqualTo(0.25);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN})
  void thresholdsMustBePositive(double threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClippedGradient(new Sgd(1), threshold))
        .withMessageContaining("threshold is " + threshold);
  }

  @Test
  void sharesOfNormsAreRefused() {
    ClippedGradient plain = new ClippedGradient(new Sgd(1), 1);
    assertThatIllegalArgumentException().isThrownBy(() -> plain.withShare(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.withShare(0.5).withNorm(true))
        .withMessageContaining("share is 0.5, expected 1 where norms are clipped");
  }

  @Test
  void divergedGradientsAreRefused() {
    ClippedGradient config = new ClippedGradient(new Sgd(1), 1).withShare(0.9);
    assertThatIllegalStateException()
        .isThrownBy(() -> applied(config, 1, Float.NaN))
        .withMessageContaining("expected a finite number; the loss diverged");
  }
}
