package io.dl4jcompact.quant;

import io.dl4jcompact.core.NetworkKind;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A convolution, a layer under test, named "compensation", and two dense layers behind it, as
 * either kind of network.
 */
final class CompensationNetworks {

  static final InputType INPUT = InputType.convolutional(5, 5, 2);
  static final double RATE = 0.1;

  private CompensationNetworks() {}

  static CompensationLayer.Builder builder() {
    return new CompensationLayer.Builder().name("compensation");
  }

  static Model network(NetworkKind kind, IUpdater updater, FeedForwardLayer layer) {
    return network(kind, new NeuralNetConfiguration.Builder().seed(42).updater(updater), layer);
  }

  static Model network(
      NetworkKind kind, NeuralNetConfiguration.Builder settings, FeedForwardLayer layer) {
    return kind.create(
        settings,
        INPUT,
        List.of(
            new ConvolutionLayer.Builder(3, 3)
                .name("convolution")
                .nOut(3)
                .activation(Activation.TANH)
                .build(),
            layer,
            new DenseLayer.Builder().name("dense").nOut(4).activation(Activation.TANH).build(),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .activation(Activation.SOFTMAX)
                .nOut(3)
                .build()));
  }

  static DataSet data(DataType type) {
    Nd4j.getRandom().setSeed(7);
    INDArray labels = Nd4j.zeros(type, 6, 3);
    for (int i = 0; i < 6; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return new DataSet(Nd4j.randn(type, 6, 2, 5, 5), labels);
  }

  static void train(NetworkKind kind, Model model, int steps) {
    for (int i = 0; i < steps; i++) {
      kind.fit(model, data(DataType.FLOAT));
    }
  }

  static Layer compensation(NetworkKind kind, Model model) {
    return kind.layer(model, "compensation");
  }
}
