package io.dl4jcompact.benchmarks;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks of one kind of layer each, which keep their map's size unless they say else; then its
 * averages, for ten classes.
 */
final class LayerNetworks {

  private static final int CLASSES = 10;
  private static final int MOST_CHANNELS = 256;

  private LayerNetworks() {}

  /** Two convolutions of 3x3, of so many channels, with ReLU. */
  static MultiLayerConfiguration deep(InputType input, int channels) {
    return classified(
        layers(Activation.RELU)
            .layer(convolution(channels, 3, 1))
            .layer(convolution(channels, 3, 1)),
        input);
  }

  /**
   * A convolution of half the size, and seven blocks of a depthwise one of 3x3, each other with
   * half the size, and one of 1x1 with twice the channels, up to {@value #MOST_CHANNELS}; each with
   * a batch normalisation and ReLU.
   *
   * @see <a href="https://arxiv.org/abs/1704.04861">Howard et al. 2017, table 1</a>
   */
  static MultiLayerConfiguration separable(InputType input) {
    ListBuilder layers = layers(Activation.IDENTITY);
    int channels = 16;
    normalised(layers, convolution(channels, 3, 2));
    for (int stride : new int[] {1, 2, 1, 2, 1, 2, 1}) {
      channels = Math.min(MOST_CHANNELS, 2 * channels);
      normalised(
          layers,
          new DepthwiseConvolution2D.Builder().kernelSize(3, 3).stride(stride, stride).build());
      normalised(layers, convolution(channels, 1, 1));
    }
    return classified(layers, input);
  }

  private static void normalised(ListBuilder layers, Layer layer) {
    layers.layer(layer).layer(new BatchNormalization()).layer(new ActivationLayer(Activation.RELU));
  }

  /** Four average poolings of 3x3. */
  static MultiLayerConfiguration averages(InputType input) {
    ListBuilder layers = layers(Activation.IDENTITY);
    for (int i = 0; i < 4; i++) {
      layers.layer(
          new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.AVG)
              .kernelSize(3, 3)
              .stride(1, 1)
              .build());
    }
    return classified(layers, input);
  }

  /** Two convolutions of 3x3 and one of 1x1, of 32 channels, with a function behind each. */
  static MultiLayerConfiguration activated(InputType input, Activation activation) {
    return classified(
        layers(activation)
            .layer(convolution(32, 3, 1))
            .layer(convolution(32, 3, 1))
            .layer(convolution(32, 1, 1)),
        input);
  }

  private static ListBuilder layers(Activation activation) {
    return new NeuralNetConfiguration.Builder()
        .seed(InferenceBenchmark.SEED)
        .convolutionMode(ConvolutionMode.Same)
        .activation(activation)
        .list();
  }

  private static ConvolutionLayer convolution(int outputs, int kernel, int stride) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(outputs)
        .stride(stride, stride)
        .build();
  }

  private static MultiLayerConfiguration classified(ListBuilder layers, InputType input) {
    return layers
        .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(input)
        .build();
  }
}
