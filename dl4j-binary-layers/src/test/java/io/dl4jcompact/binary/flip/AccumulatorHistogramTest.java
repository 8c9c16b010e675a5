package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.BooleanNetworks;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.core.NetworkKind;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

class AccumulatorHistogramTest {

  private static final int BINS = 7;

  /** Ranges [-1, -.5), [-.5, 0), [0, .5) and [.5, 1]. */
  @Test
  void countsByRanges() {
    double[] accumulators = {1, -1, 0.5, 0, 0.25, -0.75, 0.49, -0.0625};

    assertThat(AccumulatorHistogram.of("mine", List.of(accumulators), 4))
        .isEqualTo(new AccumulatorHistogram("mine", -1, 1, List.of(2L, 1L, 3L, 2L)));
    assertThat(AccumulatorHistogram.of("mine", List.of(new double[] {3}, new double[] {3}), 2))
        .isEqualTo(new AccumulatorHistogram("mine", 3, 3, List.of(2L, 0L)));
  }

  private static Model network(NetworkKind kind) {
    return kind.create(
        new NeuralNetConfiguration.Builder().seed(1).updater(new Sgd(0.1)),
        BooleanNetworks.inputType(),
        List.of(
            new BooleanDenseLayer.Builder()
                .name("mine")
                .nOut(5)
                .input(Domain.REAL)
                .updater(new SignFlip(20))
                .build(),
            new OutputLayer.Builder()
                .name("output")
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build()));
  }

  /** Sgd has no state, so all of the network's state is M·e(w) and a share for W, then for b. */
  private static double[] accumulators(Model model) {
    INDArray state =
        model instanceof MultiLayerNetwork network
            ? network.getUpdater().getStateViewArray()
            : ((ComputationGraph) model).getUpdater().getStateViewArray();
    double[] all = state.dup().data().asDouble();
    int weights = BooleanNetworks.SIZE * BooleanNetworks.SIZE * 5;
    double[] accumulators = new double[weights + 5];
    System.arraycopy(all, 0, accumulators, 0, weights);
    System.arraycopy(all, weights + 1, accumulators, weights, 5);
    assertThat(all).hasSize(accumulators.length + 2);
    return accumulators;
  }

  @ParameterizedTest
  @EnumSource
  void isThatOfTheUpdatersState(NetworkKind kind) {
    Model model = network(kind);
    assertThat(AccumulatorHistogram.of(model, 2))
        .containsExactly(new AccumulatorHistogram("mine", 0, 0, List.of(185L, 0L)));
    for (int i = 0; i < 3; i++) {
      kind.fit(model, BooleanNetworks.data(i));
    }

    AccumulatorHistogram histogram = AccumulatorHistogram.of(model, BINS).get(0);

    double[] expected = accumulators(model);
    assertThat(histogram.least()).isNegative();
    assertThat(histogram.greatest()).isPositive().isLessThan(1);
    double width = (histogram.greatest() - histogram.least()) / BINS;
    long below = 0;
    for (int bin = 0; bin < BINS; bin++) {
      below += histogram.counts().get(bin);
      double end = histogram.least() + (bin + 1) * width;
      long naive = 0;
      for (double accumulator : expected) {
        naive += bin == BINS - 1 || accumulator < end ? 1 : 0;
      }
      assertThat(below).as("up to %s", end).isEqualTo(naive);
    }
  }

  @Test
  void thereMustBeBins() {
    Model model = network(NetworkKind.LIST);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccumulatorHistogram.of(model, 0))
        .withMessage("AccumulatorHistogram: bins is 0, expected at least 1");
  }
}
