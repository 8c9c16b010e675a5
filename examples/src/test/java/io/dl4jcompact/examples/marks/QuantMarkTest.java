package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quant.ClippedGradient;
import io.dl4jcompact.quant.CompensationLayer;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

class QuantMarkTest {

  private static final int ITERATIONS = 40;

  private static ComputationGraph network(QuantMark mark, QuantMethod method) {
    Recipe recipe = mark.recipe(method);
    ComputationGraph network =
        new ComputationGraph(
            recipe
                .architecture()
                .configuration(
                    Precision.FLOAT,
                    InputType.convolutionalFlat(28, 28, 1),
                    recipe.updates().updater(ITERATIONS),
                    1));
    network.init();
    return network;
  }

  private static List<Layer> layers(QuantMark mark, QuantMethod method) {
    return Arrays.stream(network(mark, method).getLayers())
        .map(layer -> layer.conf().getLayer())
        .toList();
  }

  private static List<String> weights(QuantMark mark, QuantMethod method) {
    return Arrays.stream(network(mark, method).getLayers())
        .map(org.deeplearning4j.nn.api.Layer::paramTable)
        .filter(table -> table.containsKey("W"))
        .map(Map.class::cast)
        .map(
            table ->
                Arrays.toString(((org.nd4j.linalg.api.ndarray.INDArray) table.get("W")).shape()))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void allMethodsHaveTheSameShapes(QuantMark mark) {
    for (QuantMethod method : QuantMethod.values()) {
      assertThat(weights(mark, method))
          .hasSizeGreaterThan(3)
          .isEqualTo(weights(mark, QuantMethod.FLOAT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allLayersWithWeightsAreOfTheMethodsBits(QuantMethod method) {
    int bits = method.name().startsWith("INT4") ? 4 : 8;
    List<Layer> layers = layers(QuantMark.MNIST_VGG, method);
    int quantized = 0;
    for (Layer layer : layers) {
      if (layer instanceof QuantizedConvolutionLayer convolution) {
        assertThat(convolution.quantization().input().bits()).isEqualTo(bits);
        quantized++;
      } else if (layer instanceof QuantizedDenseLayer dense) {
        assertThat(dense.quantization().weights().bits()).isEqualTo(bits);
        quantized++;
      }
    }
    assertThat(quantized).isEqualTo(method == QuantMethod.FLOAT ? 0 : 8);
    assertThat(layers.stream().filter(CompensationLayer.class::isInstance).count())
        .isEqualTo(method.name().endsWith("COMPENSATED") ? 7 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAreClippedWhereTheMethodSaysSo(QuantMethod method) {
    List<IUpdater> updaters =
        layers(QuantMark.MNIST_LENET, method).stream()
            .filter(BaseLayer.class::isInstance)
            .map(layer -> ((BaseLayer) layer).getIUpdater())
            .toList();
    Class<?> expected = method.name().endsWith("COMPENSATED") ? ClippedGradient.class : Adam.class;
    assertThat(updaters).hasSizeGreaterThan(3).hasOnlyElementsOfType(expected);
  }
}
