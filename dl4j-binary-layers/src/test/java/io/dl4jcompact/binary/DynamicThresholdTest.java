package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import io.dl4jcompact.runtime.CompactModel;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What becomes of a running threshold, whatever else the network's configuration asks for. */
class DynamicThresholdTest {

  private static final int INPUTS = 40;
  private static final int MINIBATCH = 6;

  private static NeuralNetConfiguration.Builder settings() {
    return settings(new Adam(0.01));
  }

  private static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(5).updater(updater);
  }

  private static FeedForwardLayer dynamic(String statistic, double decay) {
    return new BinaryDenseLayer.Builder()
        .name("mine")
        .nOut(9)
        .inputQuantizer(new DynamicStepQuantizer(Statistic.parse(statistic), decay))
        .build();
  }

  private static MultiLayerNetwork network(
      NeuralNetConfiguration.Builder settings, org.deeplearning4j.nn.conf.layers.Layer first) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings
                .list()
                .layer(first)
                .layer(new BatchNormalization())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(INPUTS))
                .build());
    network.init();
    return network;
  }

  private static DataSet batch(int index) {
    Nd4j.getRandom().setSeed(100 + index);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, 3);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    INDArray features = Nd4j.randn(DataType.FLOAT, MINIBATCH, INPUTS).addi(2 + index);
    return new DataSet(features, labels);
  }

  private static float threshold(MultiLayerNetwork network) {
    return network.getParam("0_inputThreshold").getFloat(0);
  }

  /** r becomes d·r + (1 - d)·θ at every batch. */
  private static double expected(String statistic, double decay, int batches) {
    double running = 0;
    for (int i = 0; i < batches; i++) {
      float[] values = batch(i).getFeatures().dup().data().asFloat();
      running = decay * running + (1 - decay) * Statistic.parse(statistic).of(values);
    }
    return running;
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "median", "quantile 0.9"})
  void theRunningThresholdFollowsTheBatches(String statistic) {
    MultiLayerNetwork network = network(settings(), dynamic(statistic, 0.75));
    assertThat(threshold(network)).isZero();

    for (int i = 0; i < 5; i++) {
      network.fit(batch(i));
      assertThat((double) threshold(network))
          .isEqualTo(expected(statistic, 0.75, i + 1), within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource(GradientNormalization.class)
  void noNormalisationOfGradientsTouchesIt(GradientNormalization normalization) {
    MultiLayerNetwork network =
        network(
            settings().gradientNormalization(normalization).gradientNormalizationThreshold(1e-3),
            dynamic("mean", 0.5));
    INDArray weights = network.getParam("0_W").dup();

    network.fit(batch(0));

    assertThat((double) threshold(network)).isEqualTo(expected("mean", 0.5, 1), within(1e-5));
    assertThat(network.getParam("0_W")).isNotEqualTo(weights);
  }

  @Test
  void noRegularisationConstraintOrUpdaterTouchesIt() {
    MultiLayerNetwork network =
        network(
            settings(new OneBitGradient(new Adam(0.1)).withScale(true))
                .l1(0.1)
                .l2(0.1)
                .weightDecay(0.1)
                .miniBatch(false)
                .constrainAllParameters(new UnitNormConstraint(0)),
            dynamic("mean", 0.5));

    network.fit(batch(0));

    assertThat((double) threshold(network)).isEqualTo(expected("mean", 0.5, 1), within(1e-5));
  }

  @Test
  void aFrozenLayerKeepsIt() {
    MultiLayerNetwork network =
        network(settings(), new FrozenLayerWithBackprop(dynamic("mean", 0.5)));
    network.getParam("0_inputThreshold").assign(1.5);

    network.fit(batch(0));

    assertThat(threshold(network)).isEqualTo(1.5f);
  }

  @Test
  void inferenceAndScoresDoNotChangeIt() {
    MultiLayerNetwork network = network(settings(), dynamic("median", 0.5));
    network.fit(batch(0));
    float before = threshold(network);

    INDArray together = network.output(batch(1).getFeatures());
    network.score(batch(1));

    assertThat(threshold(network)).isEqualTo(before);
    INDArray alone = network.output(batch(1).getFeatures().getRow(2, true));
    assertThat(alone.equalsWithEps(together.getRow(2, true), 1e-5)).isTrue();
  }

  @Test
  void theModelHasItAsAConstant() {
    MultiLayerNetwork network = network(settings(), dynamic("median", 0.5));
    for (int i = 0; i < 4; i++) {
      network.fit(batch(i));
    }
    INDArray inputs = batch(2).getFeatures();

    CompactModel model = CompactExporter.export(network);

    float[] actual = model.predict(inputs.dup('c').data().asFloat());
    float[] expected = network.output(inputs).dup('c').data().asFloat();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isEqualTo(expected[i], within(1e-5f));
    }
    network.getParam("0_inputThreshold").assign(Float.NaN);
    assertThatThrownBy(() -> CompactExporter.export(network))
        .hasMessageContaining("mine")
        .hasMessageContaining("inputThreshold");
  }

  @Test
  void aBatchThatIsNotFiniteIsRefusedByName() {
    MultiLayerNetwork network = network(settings(), dynamic("mean", 0.5));
    DataSet data = batch(0);
    data.getFeatures().putScalar(1, 2, Float.NaN);

    assertThatThrownBy(() -> network.fit(data))
        .hasMessageContaining(
            "BinaryDenseLayer \"mine\": the number of NaN or infinite values in the input is 1");
  }
}
