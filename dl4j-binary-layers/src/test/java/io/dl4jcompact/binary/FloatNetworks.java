package io.dl4jcompact.binary;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of Deeplearning4j's own layers, and data to train them on. */
final class FloatNetworks {

  static final InputType INPUT = InputType.convolutional(8, 8, 2);

  private static final int ROWS = 24;

  private FloatNetworks() {}

  static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(6)
        .updater(new Adam(0.01))
        .activation(Activation.RELU)
        .convolutionMode(ConvolutionMode.Same)
        .l2(1e-4);
  }

  static Layer convolution(String name) {
    return new ConvolutionLayer.Builder(3, 3).name(name).nOut(8).build();
  }

  static Layer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .name("out")
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** A float network as many are: activations before pooling and normalisation. */
  static MultiLayerNetwork list() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(convolution("c1"))
                .layer(
                    new SubsamplingLayer.Builder().name("p1").kernelSize(2, 2).stride(2, 2).build())
                .layer(convolution("c2"))
                .layer(new BatchNormalization.Builder().name("bn").build())
                .layer(new DenseLayer.Builder().name("d1").nOut(16).dropOut(0.9).build())
                .layer(new DenseLayer.Builder().name("d2").nOut(12).hasBias(false).build())
                .layer(output())
                .setInputType(INPUT)
                .build());
    network.init();
    return network;
  }

  /** A residual block, whose sum a float layer reads too. */
  static ComputationGraph graph() {
    ComputationGraph network =
        new ComputationGraph(
            settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", convolution("stem"), "in")
                .addLayer("c1", convolution("c1"), "stem")
                .addLayer("c2", convolution("c2"), "c1")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "c2", "stem")
                .addLayer("d1", new DenseLayer.Builder().nOut(12).build(), "sum")
                .addLayer("d2", new DenseLayer.Builder().nOut(12).build(), "d1")
                .addLayer("out", output(), "d2")
                .setOutputs("out")
                .setInputTypes(INPUT)
                .build());
    network.init();
    return network;
  }

  static DataSet data() {
    Nd4j.getRandom().setSeed(8);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, ROWS, 3);
    INDArray features = Nd4j.rand(DataType.FLOAT, ROWS, 2, 8, 8);
    for (int i = 0; i < ROWS; i++) {
      labels.putScalar(i, i % 3, 1);
      features.slice(i).addi(0.5 * (i % 3));
    }
    return new DataSet(features, labels);
  }
}
