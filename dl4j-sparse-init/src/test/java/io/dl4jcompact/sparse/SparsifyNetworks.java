package io.dl4jcompact.sparse;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Dense configurations that tests make sparse. */
final class SparsifyNetworks {

  private SparsifyNetworks() {}

  static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .name("output")
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(0.01)).l2(1e-3);
  }

  static MultiLayerConfiguration cnn() {
    return settings()
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).name("conv1").nOut(8).build())
        .layer(new BatchNormalization.Builder().name("norm").build())
        .layer(new SubsamplingLayer.Builder().name("pool").kernelSize(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(3, 3).name("conv2").nOut(16).build())
        .layer(new DenseLayer.Builder().name("dense").nOut(30).activation(Activation.RELU).build())
        .layer(output(5))
        .setInputType(InputType.convolutional(12, 12, 1))
        .build();
  }
}
