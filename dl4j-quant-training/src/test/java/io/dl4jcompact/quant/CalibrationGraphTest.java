package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.export.RandomNumbers;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Graphs whose outputs and names leave calibration less room. */
class CalibrationGraphTest {

  /** Users see the normalised maps too; a layer has the name that the output's products would. */
  private static ComputationGraph network() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("out-dense2")
                .addLayer("maps", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "out-dense2")
                .addLayer("norm", new BatchNormalization.Builder().build(), "maps")
                .addLayer("out-dense", new DenseLayer.Builder().nOut(7).build(), "norm")
                .addLayer(
                    "out",
                    new OutputLayer.Builder()
                        .nOut(FloatNetworks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "out-dense")
                .setOutputs("out", "norm")
                .setInputTypes(FloatNetworks.INPUT)
                .build());
    network.init();
    new RandomNumbers(5).fill(network);
    return network;
  }

  @Test
  void aNormalisationThatUsersSeeIsNotFolded() {
    ComputationGraph network = network();
    ComputationGraph result = new Calibration().apply(network, FloatNetworks.batches()).result();

    assertThat(result.getConfiguration().getNetworkOutputs()).containsExactly("out", "norm");
    assertThat(result.getLayer("norm").conf().getLayer()).isInstanceOf(BatchNormalization.class);
    assertThat(result.getLayer("norm").params()).isEqualTo(network.getLayer("norm").params());
    INDArray images = FloatNetworks.images(7);
    double scale = network.output(images)[1].norm2Number().doubleValue();
    INDArray difference = result.output(images)[1].sub(network.output(images)[1]);
    assertThat(difference.norm2Number().doubleValue()).isLessThan(0.05 * scale);
  }

  @Test
  void noLayerTakesTheNameOfAnotherOrOfAnInput() {
    ComputationGraph network = network();
    ComputationGraph result = new Calibration().apply(network, FloatNetworks.batches()).result();

    assertThat(result.getVertices())
        .extracting(vertex -> vertex.getVertexName())
        .containsExactlyInAnyOrder("out-dense2", "maps", "norm", "out-dense", "out-dense3", "out");
    assertThat(result.getLayer("out-dense").getParam("W").shape())
        .isEqualTo(network.getLayer("out-dense").getParam("W").shape());
    assertThat(result.getLayer("out-dense3").getParam("W").shape())
        .isEqualTo(network.getLayer("out").getParam("W").shape());
  }
}
