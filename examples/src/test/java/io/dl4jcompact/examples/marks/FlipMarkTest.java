package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.BooleanLayer;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.binary.packed.PackedOptions;
import io.dl4jcompact.binary.packed.PackedTrainer;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
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
  @EnumSource(names = ".*_SMALL_.*", mode = EnumSource.Mode.MATCH_ALL)
  void allMethodsHaveTheSameShapesAndBudget(FlipMark mark) {
    Recipe measure = mark.recipe(FlipMethod.STRAIGHT_THROUGH);
    for (FlipMethod method : mark.methods()) {
      Recipe recipe = mark.recipe(method);
      assertThat(shapes(network(mark, method)))
          .isEqualTo(shapes(network(mark, FlipMethod.STRAIGHT_THROUGH)));
      assertThat(recipe.withUpdates(measure.updates())).isEqualTo(measure);
    }
  }

  /** Packed training gets the layers of the graph that Deeplearning4j trains. */
  @ParameterizedTest
  @EnumSource(names = ".*_PLAIN_.*", mode = EnumSource.Mode.MATCH_ALL)
  void packedTrainingHasTheSameNetwork(FlipMark mark) {
    Recipe recipe = mark.recipe(FlipMethod.PACKED);
    assertThat(recipe).isEqualTo(mark.recipe(FlipMethod.SIGN_FLIP));
    ComputationGraph graph = network(mark, FlipMethod.SIGN_FLIP);
    MultiLayerNetwork list =
        new PackedTrainer(
                ((PlainNet) recipe.architecture())
                    .list(
                        InputType.convolutionalFlat(28, 28, 1),
                        recipe.updates().updater(ITERATIONS),
                        1),
                PackedOptions.DEFAULT)
            .toNetwork();
    assertThat(settings(list.getLayers())).isEqualTo(settings(graph.getLayers()));
    list.setParams(graph.params());
    INDArray images = Nd4j.rand(DataType.FLOAT, 3, 784);
    assertThat(list.output(images)).isEqualTo(graph.outputSingle(images));
  }

  /** Layers but for their names. */
  private static List<Layer> settings(org.deeplearning4j.nn.api.Layer... layers) {
    return Arrays.stream(layers)
        .map(
            layer -> {
              Layer conf = layer.conf().getLayer().clone();
              conf.setLayerName("");
              return conf;
            })
        .toList();
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
  @EnumSource(names = ".*_SMALL_.*", mode = EnumSource.Mode.MATCH_ALL)
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
