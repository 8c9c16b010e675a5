package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

class FlipMarkTest {

  private static final int ITERATIONS = 40;

  private static ComputationGraph network(FlipMark mark, FlipMethod method) {
    Recipe recipe = mark.recipe(method);
    ComputationGraph network =
        new ComputationGraph(
            recipe
                .architecture()
                .configuration(
                    method.precision(),
                    InputType.convolutionalFlat(28, 28, 1),
                    recipe.updates().updater(ITERATIONS),
                    1));
    network.init();
    return network;
  }

  private static List<String> shapes(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .flatMap(layer -> layer.paramTable().entrySet().stream())
        .map(e -> e.getKey() + Arrays.toString(e.getValue().shape()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void allMethodsHaveTheSameShapesAndBudget(FlipMark mark) {
    Recipe measure = mark.recipe(FlipMethod.STRAIGHT_THROUGH);
    for (FlipMethod method : FlipMethod.values()) {
      Recipe recipe = mark.recipe(method);
      assertThat(shapes(network(mark, method)))
          .isEqualTo(shapes(network(mark, FlipMethod.STRAIGHT_THROUGH)));
      assertThat(recipe.withUpdates(measure.updates())).isEqualTo(measure);
    }
  }

  private static List<IUpdater> updaters(ComputationGraph network, boolean ofBits) {
    return Arrays.stream(network.getLayers())
        .map(layer -> layer.conf().getLayer())
        .filter(layer -> layer instanceof BooleanLayer == ofBits)
        .filter(BaseLayer.class::isInstance)
        .map(layer -> ((BaseLayer) layer).getIUpdater())
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void inFlipNetworksAllOneBitLayersFlip(FlipMark mark) {
    assertThat(updaters(network(mark, FlipMethod.SIGN_FLIP), true))
        .hasSizeGreaterThan(1)
        .hasOnlyElementsOfType(SignFlip.class);
    assertThat(updaters(network(mark, FlipMethod.BOP), true))
        .hasSizeGreaterThan(1)
        .hasOnlyElementsOfType(Bop.class);
    assertThat(updaters(network(mark, FlipMethod.STRAIGHT_THROUGH), true)).isEmpty();
    assertThat(updaters(network(mark, FlipMethod.STRAIGHT_THROUGH), false))
        .hasOnlyElementsOfType(Adam.class);
  }

  @Test
  void flipsFadeAndFloatsAreTrainedAlike() {
    AdamCycle floats = new AdamCycle(0.003);
    SignFlip flip = new SignFlips(100, floats).updater(ITERATIONS);
    Bop bop = new BopFlips(0.5, 1e-6, floats).updater(ITERATIONS);

    assertThat(flip.eta().valueAt(0, 0)).isEqualTo(100);
    assertThat(flip.eta().valueAt(ITERATIONS / 2, 0)).isCloseTo(50, within(1e-9));
    assertThat(flip.eta().valueAt(ITERATIONS, 0)).isCloseTo(0, within(1e-9));
    assertThat(bop.gamma().valueAt(0, 0)).isEqualTo(0.5);
    assertThat(bop.gamma().valueAt(ITERATIONS, 0)).isCloseTo(0, within(1e-9));
    assertThat(bop.threshold().valueAt(7, 1)).isEqualTo(1e-6);
    for (FlipUpdater updater : List.of(flip, bop)) {
      assertThat(updater.others()).contains(floats.updater(ITERATIONS));
    }
    assertThat(floats.updater(ITERATIONS).getLearningRate(1, 0)).isEqualTo(0.003);
  }
}
