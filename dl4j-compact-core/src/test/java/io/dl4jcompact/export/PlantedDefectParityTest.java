package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.CompactModel;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The parity tests find a model that is a little off. */
final class PlantedDefectParityTest {

  private static final InputType IMAGE = InputType.convolutional(7, 6, 3);
  private static final INDArray IMAGES = new RandomNumbers(1).grid(8, 3, 7, 6);

  private final MultiLayerNetwork network = network();

  @ParameterizedTest(name = "{0} changed by {1}")
  @CsvSource({
    "0_W, 5e-3",
    "0_b, 5e-3",
    "1_gamma, 1e-3",
    "1_mean, 1e-3",
    "1_log10stdev, 1e-3",
    "2_W, 5e-3",
    "3_W, 2e-3",
    "3_b, 1e-3",
  })
  void aParameterThatIsOffIsFound(String name, float change) {
    CompactModel model = CompactExporter.export(network, IMAGE);

    INDArray parameter = network.getParam(name);
    long last = parameter.length() - 1;
    parameter.putScalar(last, parameter.getFloat(last) + change);

    requireFound(model);
  }

  @ParameterizedTest(name = "{0} scaled by 1 + {1}")
  @CsvSource({"3_W, 3e-4", "2_W, 6e-4"})
  void weightsThatAreOffByLittleAreFound(String name, float change) {
    CompactModel model = CompactExporter.export(network, IMAGE);

    INDArray weights = network.getParam(name);
    for (long i = 0; i < weights.length(); i++) {
      weights.putScalar(i, weights.getFloat(i) * (1 + change));
    }

    requireFound(model);
  }

  private void requireFound(CompactModel model) {
    Parity.check(CompactExporter.export(network, IMAGE), network, IMAGES);
    assertThatThrownBy(() -> Parity.check(model, network, IMAGES))
        .isInstanceOf(AssertionError.class);
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(5)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.TANH)
                        .build())
                .layer(new BatchNormalization())
                .layer(new DenseLayer.Builder().nOut(7).activation(Activation.TANH).build())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(IMAGE)
                .build());
    network.init();
    new RandomNumbers(2).fill(network);
    return network;
  }
}
