package io.dl4jcompact.sparse;

import static io.dl4jcompact.sparse.MaskedNetworks.CLASSES;
import static io.dl4jcompact.sparse.MaskedNetworks.GIVEN;
import static io.dl4jcompact.sparse.MaskedNetworks.HIDDEN;
import static io.dl4jcompact.sparse.MaskedNetworks.INPUTS;
import static io.dl4jcompact.sparse.MaskedNetworks.WEIGHTS;
import static io.dl4jcompact.sparse.MaskedNetworks.dense;
import static io.dl4jcompact.sparse.MaskedNetworks.given;
import static io.dl4jcompact.sparse.MaskedNetworks.network;
import static io.dl4jcompact.sparse.MaskedNetworks.sgd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SparseLayerTest {

  private static DataSet data() {
    Nd4j.getRandom().setSeed(5);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 6, CLASSES);
    for (int row = 0; row < 6; row++) {
      labels.putScalar(row, row % CLASSES, 1);
    }
    return new DataSet(Nd4j.randn(DataType.FLOAT, 6, INPUTS), labels);
  }

  /** W is the first of the network's parameters, in the order that the mask counts in. */
  private static double[] weights(MultiLayerNetwork network) {
    return Nd4j.toFlattened('c', network.params()).dup().data().asDouble();
  }

  @Test
  void weightsAreZeroInTheNetworksParametersWhereTheMaskIs() {
    MultiLayerNetwork network = network(sgd(), given(dense().build()));

    network.fit(data());

    double[] weights = weights(network);
    for (int i = 0; i < WEIGHTS; i++) {
      assertThat(weights[i] != 0).as("weight %d", i).isEqualTo(GIVEN.isConnected(i));
    }
    assertThat(
            network.getLayer(0).getParam("b").eq(0).castTo(DataType.FLOAT).sumNumber().intValue())
        .isZero();
  }

  @Test
  void connectedWeightsMoveAsThoseOfADenseLayer() {
    MultiLayerNetwork sparse = network(sgd(), given(dense().build()));
    MultiLayerNetwork dense = network(sgd(), dense().build());
    dense.setParams(sparse.params());

    sparse.fit(data());
    dense.fit(data());

    double[] expected = weights(dense);
    for (int i = 0; i < WEIGHTS; i++) {
      expected[i] = GIVEN.isConnected(i) ? expected[i] : 0;
    }
    assertArrayEquals(expected, weights(sparse));
  }

  @Test
  void normsOfGradientsAreOfConnectedWeights() {
    MultiLayerNetwork sparse =
        network(
            sgd().gradientNormalization(GradientNormalization.RenormalizeL2PerParamType),
            given(dense().build()));
    double[] start = weights(sparse);

    sparse.fit(data());

    double[] moved = weights(sparse);
    double squares = 0;
    for (int i = 0; i < WEIGHTS; i++) {
      squares += Math.pow(moved[i] - start[i], 2);
    }
    assertThat(Math.sqrt(squares)).isEqualTo(0.1, within(1e-6));
  }

  @Test
  void aConnectedWeightThatBecomesZeroStaysConnected() {
    MultiLayerNetwork network = network(sgd(), given(dense().build()));
    INDArray weights = network.getLayer(0).getParam("W");
    weights.assign(0);

    network.fit(data());

    Masks.requireHeld(network);
    assertThat(Masks.nonZeros(network)).isEqualTo(GIVEN.connections());
  }

  @Test
  void weightsOfADenseNetworkBecomeSparse() {
    MultiLayerNetwork network = network(sgd(), given(dense().build()));
    network.setParams(Nd4j.ones(network.params().shape()));

    network.fit(data());

    Masks.requireHeld(network);
    network.getLayer(0).setParam("W", Nd4j.ones(INPUTS, HIDDEN));
    Masks.requireHeld(network);
    network.getLayer(0).setParams(Nd4j.ones(1, WEIGHTS + HIDDEN));
    Masks.requireHeld(network);
    network
        .getLayer(0)
        .setParamTable(Map.of("W", Nd4j.ones(INPUTS, HIDDEN), "b", Nd4j.ones(1, HIDDEN)));
    Masks.requireHeld(network);
  }

  @Test
  void anOutputWithoutConnectionsHasNoNormThatIsNotANumber() {
    DenseLayer layer = dense().constrainWeights(new UnitNormConstraint(0)).build();
    MultiLayerNetwork network = network(sgd(), given(layer));

    network.fit(data());

    Masks.requireHeld(network);
    assertThat(weights(network)).doesNotContain(Double.NaN);
  }

  @Test
  void addedNoiseConnectsNothing() {
    DenseLayer layer = dense().weightNoise(new WeightNoise(new NormalDistribution(0, 100))).build();
    MultiLayerNetwork network = network(sgd(), given(layer));
    INDArray x = Nd4j.randn(DataType.FLOAT, 2, INPUTS);
    INDArray bias = network.getLayer(0).getParam("b");
    bias.assign(0.25);

    INDArray output = network.feedForward(x, true).get(1);

    // The last output has no connections.
    assertArrayEquals(
        new float[] {(float) Math.tanh(0.25), (float) Math.tanh(0.25)},
        output.getColumn(HIDDEN - 1).dup().data().asFloat(),
        1e-6f);
    assertThat(network.getLayerWiseConfigurations().getConf(0).toJson()).contains("WeightNoise");
    assertThat(((SparseLayer) network.getLayer(0).conf().getLayer()).getWeightNoise())
        .isInstanceOf(WeightNoise.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = OptimizationAlgorithm.class,
      names = {"STOCHASTIC_GRADIENT_DESCENT", "LBFGS"})
  void optimisersTrainWhatIsConnected(OptimizationAlgorithm algorithm) {
    MultiLayerNetwork network = network(sgd().optimizationAlgo(algorithm), given(dense().build()));
    network.fit(data());
    double before = network.score();

    for (int i = 0; i < 30; i++) {
      network.fit(data());
    }

    assertThat(network.score()).isLessThan(before);
    Masks.requireHeld(network);
    assertThat(Masks.nonZeros(network)).isEqualTo(GIVEN.connections());
  }
}
