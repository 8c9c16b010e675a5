package io.dl4jcompact.benchmarks;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
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

  /** So many convolutions of so many channels, with ReLU. */
  static MultiLayerConfiguration convolutions(
      InputType input, int count, int channels, int kernel) {
    ListBuilder layers = layers(Activation.RELU);
    for (int i = 0; i < count; i++) {
      layers.layer(convolution(channels, kernel, 1));
    }
    return classified(layers, input);
  }

  /** A convolution of 7x7 to half the size and 64 channels, with ReLU. */
  static MultiLayerConfiguration stem(InputType input) {
    return classified(layers(Activation.RELU).layer(convolution(64, 7, 2)), input);
  }

  /** Two convolutions of 3x3 to 128 channels, each with half the size, with ReLU. */
  static MultiLayerConfiguration strided(InputType input) {
    return classified(
        layers(Activation.RELU).layer(convolution(128, 3, 2)).layer(convolution(128, 3, 2)), input);
  }

  /** Two convolutions of 3x3 positions two apart, of 64 channels, with ReLU. */
  static MultiLayerConfiguration dilated(InputType input) {
    ListBuilder layers = layers(Activation.RELU);
    for (int i = 0; i < 2; i++) {
      layers.layer(new ConvolutionLayer.Builder(3, 3).dilation(2, 2).nOut(64).build());
    }
    return classified(layers, input);
  }

  /** Two convolutions over time, of 5 steps and 64 channels, with ReLU. */
  static MultiLayerConfiguration sequence(InputType input) {
    ListBuilder layers = layers(Activation.RELU);
    for (int i = 0; i < 2; i++) {
      layers.layer(new Convolution1DLayer.Builder(5).nOut(64).build());
    }
    return classified(layers, input);
  }

  /** So many depthwise convolutions of 3x3, with so many outputs for each channel, with ReLU. */
  static MultiLayerConfiguration depthwise(InputType input, int count, int multiplier) {
    ListBuilder layers = layers(Activation.RELU);
    for (int i = 0; i < count; i++) {
      layers.layer(
          new DepthwiseConvolution2D.Builder()
              .kernelSize(3, 3)
              .depthMultiplier(multiplier)
              .build());
    }
    return classified(layers, input);
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
      layers.layer(pooling(SubsamplingLayer.PoolingType.AVG, 3, 1));
    }
    return classified(layers, input);
  }

  /** Two poolings of 2x2 to half the size. */
  static MultiLayerConfiguration halvings(InputType input, SubsamplingLayer.PoolingType type) {
    return classified(
        layers(Activation.IDENTITY).layer(pooling(type, 2, 2)).layer(pooling(type, 2, 2)), input);
  }

  private static SubsamplingLayer pooling(
      SubsamplingLayer.PoolingType type, int kernel, int stride) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(kernel, kernel)
        .stride(stride, stride)
        .build();
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
