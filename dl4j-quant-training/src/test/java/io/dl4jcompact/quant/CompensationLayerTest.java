package io.dl4jcompact.quant;

import static io.dl4jcompact.quant.CompensationNetworks.INPUT;
import static io.dl4jcompact.quant.CompensationNetworks.RATE;
import static io.dl4jcompact.quant.CompensationNetworks.builder;
import static io.dl4jcompact.quant.CompensationNetworks.compensation;
import static io.dl4jcompact.quant.CompensationNetworks.data;
import static io.dl4jcompact.quant.CompensationNetworks.network;
import static io.dl4jcompact.quant.CompensationNetworks.train;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.core.SingleLayer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;

class CompensationLayerTest {

  private static void set(SingleLayer layer, String key, float... values) {
    layer.layer().getParam(key).assign(Nd4j.createFromArray(values));
  }

  private static SingleLayer layerAt(CompensationLayer conf) {
    SingleLayer layer = SingleLayer.of(conf, InputType.feedForward(2), DataType.FLOAT);
    set(layer, "gamma", 2, -1);
    set(layer, "beta", 0.5f, 0);
    set(layer, "expected", 3, 4);
    set(layer, "seen", 3);
    return layer;
  }

  @Test
  void outputAndGradientsAreTheFormulas() {
    SingleLayer layer = layerAt(builder().build());
    INDArray x = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}, {5, 6}});

    INDArray y = layer.forward(x);
    Pair<Gradient, INDArray> gradients =
        layer.backward(Nd4j.createFromArray(new float[][] {{1, 0}, {2, -1}, {1, 3}}));

    assertThat(y)
        .isEqualTo(Nd4j.createFromArray(new float[][] {{7.5f, -2}, {9.5f, 0}, {11.5f, 2}}));
    Map<String, INDArray> own = gradients.getFirst().gradientForVariable();
    assertThat(own.get("gamma").dup().data().asFloat()).containsExactly(12, 8);
    assertThat(own.get("beta").dup().data().asFloat()).containsExactly(4, 2);
    assertThat(own.get("expected").dup().data().asFloat()).containsExactly(8, -2);
    assertThat(gradients.getSecond())
        .isEqualTo(Nd4j.createFromArray(new float[][] {{1, 0}, {2, -1}, {1, 3}}));
  }

  @Test
  void itStartsAsTheIdentityOfAnyMinibatch() {
    SingleLayer layer = SingleLayer.of(builder().build(), INPUT, DataType.FLOAT);

    for (int minibatch : new int[] {1, 4}) {
      INDArray x = Nd4j.randn(DataType.FLOAT, minibatch, 2, 5, 5);
      assertThat(layer.forward(x)).isEqualTo(x);
    }
  }

  @ParameterizedTest
  @EnumSource
  void expectedStartsAtTheMeanOfTheFirstMinibatch(NetworkKind kind) {
    Model model = network(kind, new Sgd(0), builder().build());

    train(kind, model, 1);

    INDArray mean = kind.firstActivation(model, data(DataType.FLOAT).getFeatures()).mean(0, 2, 3);
    INDArray expected = compensation(kind, model).getParam("expected");
    assertThat(expected.reshape(3).equalsWithEps(mean, 1e-5)).isTrue();
    assertThat(compensation(kind, model).getParam("seen").getDouble(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void trackedMeanIsAveragedAndNotTrained(NetworkKind kind) {
    Model model = network(kind, new Sgd(RATE), builder().trackMean(0.75).build());
    INDArray features = data(DataType.FLOAT).getFeatures();
    INDArray expected = kind.firstActivation(model, features).mean(0, 2, 3);

    for (int step = 0; step < 3; step++) {
      INDArray mean = kind.firstActivation(model, features).mean(0, 2, 3);
      expected = expected.mul(0.75).add(mean.mul(0.25));
      train(kind, model, 1);
    }

    INDArray actual = compensation(kind, model).getParam("expected");
    assertThat(actual.reshape(3).equalsWithEps(expected, 1e-5)).isTrue();
  }

  @Test
  void penaltyJoinsTheScoreAndPullsWhatIsTrained() {
    MultiLayerNetwork free =
        (MultiLayerNetwork) network(NetworkKind.LIST, new Sgd(RATE), builder().penalty(0).build());
    MultiLayerNetwork held =
        (MultiLayerNetwork)
            network(NetworkKind.LIST, new Sgd(RATE), builder().penalty(0.3).build());
    for (MultiLayerNetwork network : List.of(free, held)) {
      network.getLayer(1).getParam("gamma").assign(2);
      network.getLayer(1).getParam("beta").assign(-1);
      network.getLayer(1).getParam("expected").assign(0.5);
      network.getLayer(1).getParam("seen").assign(1);
    }
    DataSet data = data(DataType.FLOAT);

    double difference = held.score(data) - free.score(data);
    free.fit(data);
    held.fit(data);

    assertThat(difference).isCloseTo(0.3 / 2 * 3 * (4 + 1 + 0.25), within(1e-4));
    assertThat(moved(free, held, "gamma")).isCloseTo(RATE * 0.3 * 2, within(1e-5));
    assertThat(moved(free, held, "beta")).isCloseTo(RATE * 0.3 * -1, within(1e-5));
    assertThat(moved(free, held, "expected")).isCloseTo(RATE * 0.3 * 0.5, within(1e-5));
    assertThat(moved(free, held, "seen")).isZero();
  }

  private static double moved(MultiLayerNetwork free, MultiLayerNetwork held, String key) {
    INDArray difference = free.getLayer(1).getParam(key).sub(held.getLayer(1).getParam(key));
    return difference.meanNumber().doubleValue();
  }

  @Test
  void gradientsPassTheCheck() {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      MultiLayerNetwork network =
          (MultiLayerNetwork)
              network(
                  NetworkKind.LIST,
                  new NeuralNetConfiguration.Builder()
                      .seed(1)
                      .dataType(DataType.DOUBLE)
                      .updater(new NoOp()),
                  builder().penalty(0.3).build());
      for (String key : List.of("gamma", "beta", "expected", "seen")) {
        network.getLayer(1).getParam(key).assign(0.7);
      }
      DataSet data = data(DataType.DOUBLE);

      assertThat(
              GradientCheckUtil.checkGradients(
                  new GradientCheckUtil.MLNConfig()
                      .net(network)
                      .epsilon(1e-6)
                      .maxRelError(1e-4)
                      .minAbsoluteError(1e-8)
                      .input(data.getFeatures())
                      .labels(data.getLabels())
                      .excludeParams(java.util.Set.of("1_seen"))))
          .isTrue();
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }
}
