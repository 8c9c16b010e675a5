package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The network of docs/sign-flip.md trains and is exported as the page says. */
class SignFlipDocumentTest {

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(32)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(
                    new ActivationLayer.Builder()
                        .activation(new BooleanActivation().withFanIn(9))
                        .build())
                .layer(
                    new BooleanConvolutionLayer.Builder(3, 3)
                        .nOut(64)
                        .maxPoolingFollows(true)
                        .updater(new SignFlip(12))
                        .build())
                .layer(
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2})
                        .stride(2, 2)
                        .build())
                .layer(new BooleanDenseLayer.Builder().nOut(256).updater(new SignFlip(12)).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build());
    network.init();
    return network;
  }

  @Test
  void aMixedNetworkTrainsAndIsPacked() {
    MultiLayerNetwork network = network();
    RandomNumbers numbers = new RandomNumbers(7);
    INDArray x = numbers.grid(8, 1, 28, 28);
    INDArray labels = Nd4j.zeros(8, 10);
    for (int i = 0; i < 8; i++) {
      labels.putScalar(i, i, 1);
    }
    DataSet data = new DataSet(x, labels);
    double before = network.score(data);
    INDArray start = network.getLayer(5).getParam("W").dup();

    for (int i = 0; i < 20; i++) {
      network.fit(data);
    }

    assertThat(network.score(data)).isLessThan(before);
    assertThat(network.getLayer(5).getParam("W")).isNotEqualTo(start);
    assertThat(FlipRatio.of(network))
        .extracting(FlipRatio::bits)
        .isEqualTo(List.of(64L * 32 * 9 + 64, 64L * 12 * 12 * 256 + 256));
    InputType type = InputType.convolutional(28, 28, 1);
    Exported exported = Parity.check(network, ExportOptions.DEFAULT.withInputTypes(type), x);
    assertThat(Parity.packed(exported)).contains("layer3", "layer5");
  }
}
