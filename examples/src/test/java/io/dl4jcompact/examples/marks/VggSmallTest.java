package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

class VggSmallTest {

  private static ComputationGraph network(int width) {
    Recipe recipe = VggSmall.recipe(width, 150);
    ComputationGraph network =
        new ComputationGraph(
            recipe
                .architecture()
                .configuration(
                    Precision.BITS,
                    InputType.convolutionalFlat(32, 32, 3),
                    recipe.updates().updater(50),
                    1));
    network.init();
    return network;
  }

  private static List<long[]> weights(ComputationGraph network) {
    return Arrays.stream(network.getLayers())
        .filter(layer -> layer.paramTable().containsKey("W"))
        .map(layer -> layer.getParam("W").shape())
        .toList();
  }

  @Test
  void hasTheWidthsOfThePaper() {
    assertThat(weights(network(128)))
        .containsExactly(
            new long[] {128, 3, 3, 3},
            new long[] {128, 128, 3, 3},
            new long[] {256, 128, 3, 3},
            new long[] {256, 256, 3, 3},
            new long[] {512, 256, 3, 3},
            new long[] {512, 512, 3, 3},
            new long[] {4 * 4 * 512, 10});
  }

  @Test
  void hasTheSettingsOfThePaper() {
    Recipe recipe = VggSmall.recipe(4, 150);
    assertThat(recipe.batch()).isEqualTo(300);
    assertThat(recipe.epochs()).isEqualTo(300);
    SignFlip flip = (SignFlip) recipe.updates().updater(100);
    assertThat(flip.eta().valueAt(0, 0)).isEqualTo(150);
    assertThat(flip.eta().valueAt(100, 0)).isZero();
    assertThat(flip.others().orElseThrow().getLearningRate(0, 0)).isEqualTo(1e-3);
  }

  @Test
  void allButTheEndsAreBitsAndKnowWhichSumsAreHalved() {
    List<ConvolutionLayer> convolutions =
        Arrays.stream(network(4).getLayers())
            .map(layer -> layer.conf().getLayer())
            .filter(ConvolutionLayer.class::isInstance)
            .map(ConvolutionLayer.class::cast)
            .toList();
    assertThat(convolutions.get(0)).isNotInstanceOf(BooleanConvolutionLayer.class);
    assertThat(convolutions.subList(1, 6))
        .hasOnlyElementsOfType(BooleanConvolutionLayer.class)
        .extracting(layer -> layer.toString().contains("maxPoolingFollows=true"))
        .containsExactly(true, false, true, false, true);
  }
}
