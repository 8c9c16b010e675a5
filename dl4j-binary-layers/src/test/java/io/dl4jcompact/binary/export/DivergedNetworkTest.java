package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

/** The sign of NaN is +1 like any other, so that a diverged layer would be packed unnoticed. */
final class DivergedNetworkTest {

  @ParameterizedTest
  @CsvSource({"W, NaN", "W, Infinity", "b, NaN"})
  void aOneBitLayerWhoseParametersAreNotFiniteIsNamed(String parameter, float value) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new BinaryDenseLayer.Builder()
                        .nIn(5)
                        .nOut(3)
                        .weightScale(true)
                        .name("sick")
                        .build())
                .layer(
                    new OutputLayer.Builder().nIn(3).nOut(2).activation(Activation.SOFTMAX).build())
                .build());
    network.init();
    network.getParam("0_" + parameter).putScalar(2, value);

    assertThatThrownBy(() -> CompactExporter.export(network))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'sick' (BinaryDenseLayer)")
        .hasMessageContaining("'" + parameter + "'")
        .hasMessageContaining(Float.toString(value))
        .hasMessageContaining("diverged");
  }
}
