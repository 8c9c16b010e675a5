package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class QuantizerLayerTest {

  private static final float[][] X = {{-2, -0.5f, 0.125f}, {0, 0.75f, 3}};

  private static MultiLayerNetwork network(Quantizer quantizer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nOut(3).activation(Activation.IDENTITY).build())
                .layer(new QuantizerLayer.Builder(quantizer).name("bits").build())
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(4))
                .build());
    network.init();
    return network;
  }

  static Stream<Quantizer> quantizers() {
    return Stream.of(StraightThrough.values())
        .flatMap(
            estimator ->
                Stream.of(
                    new SignQuantizer(0.25f, estimator),
                    new StepQuantizer(0, estimator),
                    new LevelQuantizer(2, -0.5f, new StepQuantizer(0.25f, estimator)),
                    new LevelQuantizer(0.5f, -0.5f, new SignQuantizer(0, estimator)),
                    new LevelQuantizer(-1, 0.5f, new SignQuantizer(0.25f, estimator))));
  }

  /** The levels of a quantiser are upper - lower apart, those beneath 1 or 2. */
  @ParameterizedTest
  @MethodSource("quantizers")
  void valueAndGradientAreTheQuantizers(Quantizer quantizer) {
    Layer layer = network(quantizer).getLayer("bits");
    INDArray x = Nd4j.createFromArray(X);
    INDArray epsilon = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {-1, -2, -3}});

    INDArray value = layer.activate(x.dup(), true, LayerWorkspaceMgr.noWorkspaces()).dup();
    INDArray gradient =
        layer.backpropGradient(epsilon.dup(), LayerWorkspaceMgr.noWorkspaces()).getSecond();

    LevelQuantizer levels = quantizer instanceof LevelQuantizer given ? given : null;
    OneBitQuantizer rule = (OneBitQuantizer) (levels == null ? quantizer : levels.quantizer());
    double upper = levels == null ? rule.upper() : levels.upper();
    double lower = levels == null ? rule.lower() : levels.lower();
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(value.getDouble(i, j)).isEqualTo(rule.bit(X[i][j]) ? upper : lower);
        double slope = (upper - lower) / (rule.upper() - rule.lower()) * rule.gradient(X[i][j]);
        assertThat(gradient.getDouble(i, j))
            .isEqualTo(epsilon.getDouble(i, j) * slope, within(1e-5));
      }
    }
  }

  @Test
  void aStochasticOneDrawsWhileTraining() {
    Layer layer = network(new StochasticStepQuantizer()).getLayer("bits");
    INDArray x = Nd4j.valueArrayOf(new long[] {100, 100}, 0.3f, DataType.FLOAT);
    Nd4j.getRandom().setSeed(4);

    INDArray training = layer.activate(x.dup(), true, LayerWorkspaceMgr.noWorkspaces());

    assertThat(training.meanNumber().doubleValue()).isEqualTo(0.3, within(0.02));
    assertThat(layer.activate(x, false, LayerWorkspaceMgr.noWorkspaces()).sumNumber().doubleValue())
        .isZero();
  }

  @Test
  void itTrainsIsSavedAndContinues() throws IOException {
    MultiLayerNetwork network = network(new SignQuantizer());
    INDArray x = Nd4j.rand(DataType.FLOAT, 8, 4);
    INDArray y = Nd4j.eye(2).castTo(DataType.FLOAT).repeat(0, 4);
    INDArray before = network.getParam("0_W").dup();
    network.fit(x, y);

    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    ModelSerializer.writeModel(network, saved, true);
    MultiLayerNetwork loaded =
        ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(saved.toByteArray()));

    assertThat(network.getParam("0_W")).as("a gradient came through").isNotEqualTo(before);
    assertThat(loaded.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
    assertThat(loaded.getLayer("bits").conf().getLayer().toString()).contains("sign(0.0, clipped)");
    network.fit(x, y);
    loaded.fit(x, y);
    assertThat(loaded.params()).isEqualTo(network.params());
    assertThat(network.clone().output(x)).isEqualTo(network.output(x));
    assertThat(network.summary()).contains("QuantizerLayer");
    assertThat(network.getLayerWiseConfigurations().getMemoryReport(InputType.feedForward(4)))
        .isNotNull();
  }

  @Test
  void confsDifferIfTheQuantizerDoes() {
    QuantizerLayer sign = new QuantizerLayer.Builder(new SignQuantizer()).build();

    assertThat(sign)
        .isEqualTo(new QuantizerLayer.Builder(new SignQuantizer()).build())
        .hasSameHashCodeAs(new QuantizerLayer.Builder(new SignQuantizer()).build())
        .isNotEqualTo(new QuantizerLayer.Builder(new StepQuantizer()).build());
  }

  @Test
  void quantizersOfFloatsAndDynamicOnesAreRefusedByName() {
    for (Quantizer quantizer : new Quantizer[] {new Identity(), new DynamicStepQuantizer()}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new QuantizerLayer.Builder(quantizer).name("mine").build())
          .withMessageContaining(
              "QuantizerLayer \"mine\": quantizer is " + quantizer.spec() + ", expected one of");
    }
  }

  @Test
  void aQuantizerOfOneValueIsRefusedByName() {
    Quantizer constant = new LevelQuantizer(1, 1, new SignQuantizer());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new QuantizerLayer.Builder(constant).name("mine").build())
        .withMessageContaining(
            "QuantizerLayer \"mine\": quantizer is levels(1.0, 1.0, sign(0.0, clipped)), expected two"
                + " values that differ");
  }
}
