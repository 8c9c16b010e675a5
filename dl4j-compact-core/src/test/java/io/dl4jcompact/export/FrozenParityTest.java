package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Networks from transfer learning, whose layers are wrapped, export as if they were not. */
final class FrozenParityTest {

  private static final InputType IMAGE = InputType.convolutional(6, 6, 2);

  @Test
  void frozenLayersOfALayerNetworkAgree() {
    MultiLayerNetwork network =
        new TransferLearning.Builder(trained()).setFeatureExtractor(1).build();

    Exported exported =
        Parity.checkFloat(
            network,
            ExportOptions.DEFAULT.withInputTypes(IMAGE),
            new RandomNumbers(1).grid(3, 2, 6, 6));

    assertThat(exported.report().layers())
        .extracting(LayerReport::name, LayerReport::kind)
        .containsExactly(
            tuple("conv", "ConvolutionLayer"),
            tuple("layer1", "DenseLayer"),
            tuple("layer2", "OutputLayer"));
  }

  @Test
  void frozenLayersOfAGraphAgree() {
    ComputationGraph graph = trained().toComputationGraph();
    String dense = graph.getLayer(1).conf().getLayer().getLayerName();
    ComputationGraph network =
        new TransferLearning.GraphBuilder(graph).setFeatureExtractor(dense).build();

    Parity.checkFloat(
        network,
        ExportOptions.DEFAULT.withInputTypes(IMAGE),
        new RandomNumbers(2).grid(3, 2, 6, 6));
  }

  @Test
  void layersFrozenInTheConfigurationAgreeAndTellTheirInput() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new FrozenLayerWithBackprop(new DenseLayer.Builder().nIn(9).nOut(4).build()))
                .layer(
                    new OutputLayer.Builder().nIn(4).nOut(3).activation(Activation.SOFTMAX).build())
                .build());
    network.init();

    Parity.checkFloat(
        network, ExportOptions.DEFAULT, new RandomNumbers(3).grid(3, 9).castTo(DataType.DOUBLE));
  }

  private static MultiLayerNetwork trained() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(IMAGE)
                .build());
    network.init();
    return network;
  }
}
