package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.SignQuantizer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

/**
 * Where a pooling window sees nothing but padding, Deeplearning4j's maximum is -Float.MAX_VALUE.
 */
final class PaddingAloneParityTest {

  private static final InputType IMAGE = InputType.convolutional(6, 5, 3);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bitsOfPaddingAloneAreTheNetworks(long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .padding(2, 2)
                        .build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new BatchNormalization.Builder().build())
                .layer(
                    new BinaryDenseLayer.Builder()
                        .nOut(9)
                        .inputQuantizer(new SignQuantizer())
                        .build())
                .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
                .setInputType(IMAGE)
                .build());
    network.init();
    RandomNumbers numbers = new RandomNumbers(seed);
    numbers.fill(network);

    Parity.check(network, ExportOptions.DEFAULT.withInputTypes(IMAGE), numbers.grid(4, 3, 6, 5));
  }
}
