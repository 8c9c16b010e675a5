package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.QuantizedLayer;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class MarkTest {

  private static ComputationGraph network(Mark mark, Precision precision) {
    InputType input =
        mark == Mark.CIFAR10_CNV
            ? InputType.convolutionalFlat(32, 32, 3)
            : InputType.convolutionalFlat(28, 28, 1);
    ComputationGraph network =
        new ComputationGraph(
            mark.recipe()
                .architecture()
                .configuration(precision, input, new SignFlip(1).withOthers(new Sgd(1)), 1));
    network.init();
    return network;
  }

  private static List<long[]> weightShapes(ComputationGraph network, boolean oneBit) {
    return Arrays.stream(network.getLayers())
        .filter(layer -> layer.paramTable().containsKey("W"))
        .filter(layer -> isOneBit(layer) == oneBit)
        .map(layer -> layer.getParam("W").shape())
        .toList();
  }

  private static boolean isOneBit(Layer layer) {
    return layer.conf().getLayer() instanceof QuantizedLayer quantized
        && quantized.weightQuantizer() instanceof SignQuantizer;
  }

  @Test
  void allWeightsAndAllInnerInputsOfTheMlpAreOneBit() {
    ComputationGraph network = network(Mark.MNIST_MLP, Precision.ONE_BIT);
    assertThat(weightShapes(network, true))
        .containsExactly(
            new long[] {784, 1024},
            new long[] {1024, 1024},
            new long[] {1024, 1024},
            new long[] {1024, 10});
    assertThat(weightShapes(network, false)).isEmpty();
    assertThat(
            Arrays.stream(network.getLayers())
                .filter(MarkTest::isOneBit)
                .map(layer -> ((QuantizedLayer) layer.conf().getLayer()).inputQuantizer())
                .map(quantizer -> quantizer instanceof Identity))
        .containsExactly(true, false, false, false);
  }

  @Test
  void theCifarNetworkHasTheWidthsOfCnv() {
    ComputationGraph network = network(Mark.CIFAR10_CNV, Precision.ONE_BIT);
    assertThat(weightShapes(network, true))
        .containsExactly(
            new long[] {64, 64, 3, 3},
            new long[] {128, 64, 3, 3},
            new long[] {128, 128, 3, 3},
            new long[] {256, 128, 3, 3},
            new long[] {256, 256, 3, 3},
            new long[] {1024, 512},
            new long[] {512, 512});
  }

  @ParameterizedTest
  @EnumSource(
      value = Mark.class,
      names = {"FASHION_CNN", "CIFAR10_CNV"})
  void aTwinHasTheSameWeightsAllFloat(Mark mark) {
    ComputationGraph oneBit = network(mark, Precision.ONE_BIT);
    ComputationGraph twin = network(mark, Precision.FLOAT);
    assertThat(weightShapes(twin, true)).isEmpty();
    assertThat(twin.numParams()).isEqualTo(oneBit.numParams());
  }

  @ParameterizedTest
  @EnumSource(Mark.class)
  void rowsOfPixelsBecomeProbabilities(Mark mark) {
    int pixels = mark == Mark.CIFAR10_CNV ? 3 * 32 * 32 : 28 * 28;
    for (Precision precision : Precision.values()) {
      var output = network(mark, precision).outputSingle(Nd4j.ones(2, pixels));
      assertThat(output.shape()).containsExactly(2, 10);
      assertThat(output.sumNumber().doubleValue()).isCloseTo(2, within(1e-5));
    }
  }

  @Test
  void goalsCountTheirBounds() {
    assertThat(Mark.MNIST_MLP.goal().reached(0.989, OptionalDouble.empty())).isTrue();
    assertThat(Mark.MNIST_MLP.goal().reached(0.9889, OptionalDouble.empty())).isFalse();
    assertThat(Mark.CIFAR10_CNV.goal().reached(0.70, OptionalDouble.of(0.73))).isTrue();
    assertThat(Mark.CIFAR10_CNV.goal().reached(0.70, OptionalDouble.of(0.75))).isFalse();
    assertThat(Mark.FASHION_CNN.goal()).hasToString("twin - 1.5 points");
    assertThat(Mark.MNIST_CNN.goal()).hasToString("at least 99.2 %");
  }
}
