package io.dl4jcompact.benchmarks;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of Deeplearning4j's own layers, with ReLU, for ten classes. */
final class FloatNetworks {

  private FloatNetworks() {}

  /** Two hidden layers of 1,024. */
  static MultiLayerConfiguration perceptron(InputType input, long seed) {
    return classified(
        layers(seed)
            .layer(new DenseLayer.Builder().nOut(1024).build())
            .layer(new DenseLayer.Builder().nOut(1024).build()),
        input);
  }

  /**
   * LeNet with the widths that Deeplearning4j's examples have: 20 and 50 channels, 500 units.
   *
   * @see <a href="http://yann.lecun.com/exdb/publis/pdf/lecun-98.pdf">LeCun et al. 1998</a>
   */
  static MultiLayerConfiguration leNet(InputType input, long seed) {
    return classified(
        layers(seed)
            .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
            .layer(halving())
            .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
            .layer(halving())
            .layer(new DenseLayer.Builder().nOut(500).build()),
        input);
  }

  private static ListBuilder layers(long seed) {
    return new NeuralNetConfiguration.Builder().seed(seed).activation(Activation.RELU).list();
  }

  private static SubsamplingLayer halving() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static MultiLayerConfiguration classified(ListBuilder layers, InputType input) {
    return layers
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(input)
        .build();
  }
}
