package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.CompactModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every activation function gives what Deeplearning4j's does. */
final class ActivationParityTest {

  private static final float[] GRID = grid();
  private static final InputType INPUT = InputType.feedForward(GRID.length);

  private static float[] grid() {
    float[] grid = new float[1201];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (i - 600) / 50f;
    }
    // Beyond e^x's range in floats, and where functions switch.
    float[] special = {-0f, 1e-6f, -1e-6f, -16.5f, -17.5f, 60, -60, 87, -87, -95, 5.999f, 6.001f};
    float[] all = Arrays.copyOf(grid, grid.length + special.length);
    System.arraycopy(special, 0, all, grid.length, special.length);
    return all;
  }

  static Stream<IActivation> named() {
    return Arrays.stream(Activation.values())
        .filter(activation -> activation != Activation.SOFTMAX)
        .map(Activation::getActivationFunction);
  }

  static Stream<IActivation> elementwise() {
    Stream<IActivation> configured =
        Stream.of(
            new ActivationGELU(true),
            new ActivationLReLU(0.3),
            new ActivationELU(0.5),
            new ActivationThresholdedReLU(0.4),
            new ActivationRReLU(0.2, 0.4));
    return Stream.concat(named(), configured);
  }

  @ParameterizedTest
  @MethodSource("elementwise")
  void anElementwiseFunctionAgrees(IActivation activation) {
    MultiLayerNetwork network = network(activation);

    float[] actual = model(network).predict(GRID.clone());

    Reference reference = new Reference(network);
    double[] expected = reference.output(input())[0];
    double[] exact = reference.inDoubles().output(input())[0];
    for (int i = 0; i < GRID.length; i++) {
      double[] truth = {exact[i]};
      double[] ofNetwork = {expected[i]};
      SampleParity parity = new SampleParity(new double[] {actual[i]}, ofNetwork, () -> truth);
      // Where ND4J's own floats are off the function, being as near to it as they are will do.
      assertThat(parity.beyond().length == 0 || parity.error(0) <= parity.errors(ofNetwork)[0])
          .as("%s at %s: %s", activation, GRID[i], parity)
          .isTrue();
    }
  }

  /** ONNX Runtime's own functions are near in absolute terms: its σ(-12) is off by 0.6 %. */
  @ParameterizedTest
  @MethodSource("elementwise")
  void anElementwiseFunctionAgreesInOnnx(IActivation activation) {
    MultiLayerNetwork network = network(activation);
    byte[] model = OnnxExport.toBytes(network, ExportOptions.DEFAULT.withInputTypes(INPUT));

    float[] actual = OnnxRun.outputs(model, input())[0];

    float[] expected = expected(network);
    for (int i = 0; i < GRID.length; i++) {
      assertThat(actual[i])
          .as("%s at %s", activation, GRID[i])
          .isCloseTo(expected[i], Offset.offset(1e-4f * Math.max(1, Math.abs(expected[i]))));
    }
  }

  /** A quantiser behind the function may split values at 0. */
  @ParameterizedTest
  @MethodSource("named")
  void resultsAreZeroWhereTheNetworksAre(IActivation activation) {
    MultiLayerNetwork network = network(activation);

    float[] actual = model(network).predict(GRID.clone());

    float[] expected = expected(network);
    for (int i = 0; i < GRID.length; i++) {
      assertThat(Math.signum(actual[i]) + 0f)
          .as("%s", GRID[i])
          .isEqualByComparingTo(Math.signum(expected[i]) + 0f);
    }
  }

  @Test
  void softmaxAgreesOnVectors() {
    MultiLayerNetwork network = network(Activation.SOFTMAX.getActivationFunction());
    Exported exported =
        Parity.checkFloat(network, ExportOptions.DEFAULT.withInputTypes(INPUT), input());

    double sum = 0;
    for (float probability : exported.model().predict(GRID.clone())) {
      sum += probability;
    }
    assertThat(sum).isCloseTo(1, Offset.offset(1e-6));
  }

  @Test
  void softmaxOfACnnLossLayerGoesOverChannels() {
    InputType input = InputType.convolutional(3, 2, 4);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new CnnLossLayer.Builder().activation(Activation.SOFTMAX).build())
                .setInputType(input)
                .build());
    network.init();
    INDArray images = new RandomNumbers(1).grid(2, 4, 3, 2);

    Exported exported =
        Parity.checkFloat(network, ExportOptions.DEFAULT.withInputTypes(input), images);

    float[] sums = new float[6];
    float[] first = exported.model().predict(Parity.values(images));
    for (int i = 0; i < 24; i++) {
      sums[i % 6] += first[i];
    }
    assertThat(sums).containsExactly(new float[] {1, 1, 1, 1, 1, 1}, Offset.offset(1e-6f));
  }

  @Test
  void aSoftmaxOverColumnsIsRefused() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new ActivationLayer.Builder()
                        .name("odd")
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();

    assertThatThrownBy(() -> CompactExporter.export(network, InputType.convolutional(3, 2, 4)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'odd' (ActivationLayer)")
        .hasMessageContaining("softmax")
        .hasMessageContaining("CnnLossLayer");
  }

  @Test
  void anUnknownFunctionIsRefusedByName() {
    for (IActivation activation :
        List.of(new ActivationReLU(3.0, null, null), new ActivationReLU(null, 0.5, 0.1))) {
      assertThatThrownBy(() -> model(network(activation)))
          .isInstanceOf(ExportException.class)
          .hasMessageContaining("layer 'layer0' (LossLayer)")
          .hasMessageContaining("ReLU with a maximum, threshold or negative slope");
    }
  }

  private static MultiLayerNetwork network(IActivation activation) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LossLayer.Builder().activation(activation).build())
                .validateOutputLayerConfig(false)
                .build());
    network.init();
    return network;
  }

  private static INDArray input() {
    return Nd4j.createFromArray(GRID.clone()).reshape(1, GRID.length);
  }

  private static float[] expected(MultiLayerNetwork network) {
    return Parity.values(network.output(input()));
  }

  private static CompactModel model(MultiLayerNetwork network) {
    return CompactExporter.export(network, INPUT);
  }
}
