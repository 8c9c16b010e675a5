package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.quantizer.SignQuantizer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One-bit layers beside Deeplearning4j's own, where these expect things of them. */
class OneBitNetworkTest {

  private static final int INPUTS = 12;

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Adam(0.01))
        .activation(Activation.IDENTITY);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static INDArray inputs(int rows) {
    Nd4j.getRandom().setSeed(4);
    return Nd4j.randn(DataType.FLOAT, rows, INPUTS);
  }

  @Test
  void aSampleByItselfGetsWhatItGetsInABatchBeforeBatchNormalisationByOneDnn() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(new BinaryDenseLayer.Builder().nOut(8).build())
                .layer(new BatchNormalization())
                .layer(output())
                .setInputType(InputType.feedForward(INPUTS))
                .build());
    network.init();
    OneDnn.install(network);
    INDArray inputs = inputs(5);

    INDArray together = network.output(inputs);
    for (int i = 0; i < inputs.rows(); i++) {
      INDArray alone = network.output(inputs.getRow(i, true));
      assertThat(alone.equalsWithEps(together.getRow(i, true), 1e-6)).as("sample %d", i).isTrue();
    }
  }

  @Test
  void aOneBitLayerCanBeAnOutputAndTakeOne() {
    ComputationGraph network =
        new ComputationGraph(
            settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("first", new BinaryDenseLayer.Builder().nOut(6).build(), "in")
                .addLayer("second", new BinaryDenseLayer.Builder().nOut(5).build(), "first")
                .addLayer("out", output(), "second")
                .setOutputs("first", "second", "out")
                .setInputTypes(InputType.feedForward(INPUTS))
                .validateOutputLayerConfig(false)
                .build());
    network.init();

    INDArray[] outputs = network.output(inputs(4));

    assertThat(outputs[0].shape()).containsExactly(4, 6);
    assertThat(outputs[1].shape()).containsExactly(4, 5);
    assertThat(outputs[2].sumNumber().doubleValue()).isBetween(3.999, 4.001);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aScaledLayerTrainsOnFewInputs(int inputs) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(
                    new BinaryDenseLayer.Builder()
                        .nOut(4)
                        .inputQuantizer(new SignQuantizer())
                        .weightScale(true)
                        .build())
                .layer(output())
                .setInputType(InputType.feedForward(inputs))
                .build());
    network.init();
    INDArray before = network.getParam("0_W").dup();
    INDArray features = Nd4j.createFromArray(0.3f, -0.2f, 0.7f, 0.1f).reshape(4 / inputs, inputs);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 4 / inputs, 3);
    labels.getColumn(1).assign(1);

    network.fit(features, labels);

    assertThat(network.getParam("0_W")).isNotEqualTo(before);
    assertThat(network.score()).isFinite();
  }
}
