package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.CompactModel;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One-bit sums times α are the network's, bit for bit: a quantiser may follow. */
final class ScaleParityTest {

  private static final int OUTPUTS = 64;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aDenseLayersScaledSumsAreTheNetworks(long seed) {
    INDArray input = new RandomNumbers(seed).grid(5, 301);
    Layer layer =
        new BinaryDenseLayer.Builder()
            .nOut(OUTPUTS)
            .inputQuantizer(new SignQuantizer())
            .weightScale(true)
            .build();

    requireEqual(seed, layer, InputType.feedForward(301), input);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void aConvolutionsScaledSumsAreTheNetworks(long seed) {
    INDArray input = new RandomNumbers(seed).grid(2, 33, 5, 5);
    Layer layer =
        new BinaryConvolutionLayer.Builder(3, 3)
            .nOut(OUTPUTS)
            .inputQuantizer(new SignQuantizer())
            .weightScale(true)
            .build();

    requireEqual(seed, layer, InputType.convolutional(5, 5, 33), input);
  }

  private static void requireEqual(long seed, Layer layer, InputType type, INDArray input) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .list()
                .layer(layer)
                .layer(new LossLayer.Builder().activation(Activation.IDENTITY).build())
                .setInputType(type)
                .validateOutputLayerConfig(false)
                .build());
    network.init();
    CompactModel model = CompactExporter.export(network, type);

    float[] actual = model.predict(Parity.values(input));

    assertThat(actual).as("seed %d", seed).isEqualTo(Parity.values(network.output(input)));
  }
}
