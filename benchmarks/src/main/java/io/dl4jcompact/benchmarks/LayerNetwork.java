package io.dl4jcompact.benchmarks;

import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The networks of one kind of layer. */
public enum LayerNetwork {
  /** Products with many channels. */
  DEEP("2 conv 3x3 256, 14x14x256", 14, 256, input -> LayerNetworks.convolutions(input, 2, 256, 3)),
  /** Products of the middle of a network. */
  MIDDLE("2 conv 3x3 64, 28x28x64", 28, 64, input -> LayerNetworks.convolutions(input, 2, 64, 3)),
  /** Products with few channels. */
  THIN("3 conv 3x3 16, 32x32x16", 32, 16, input -> LayerNetworks.convolutions(input, 3, 16, 3)),
  /** Products with fewer channels than a vector has lanes. */
  THINNER("3 conv 3x3 8, 32x32x8", 32, 8, input -> LayerNetworks.convolutions(input, 3, 8, 3)),
  /** A network's first products. */
  PIXELS("conv 3x3 64, 32x32x3", 32, 3, input -> LayerNetworks.convolutions(input, 1, 64, 3)),
  /** First products of large windows, apart from each other. */
  STEM("conv 7x7 stride 2 64, 64x64x3", 64, 3, LayerNetworks::stem),
  /** Products of windows apart from each other. */
  STRIDED("2 conv 3x3 stride 2 128, 56x56x64", 56, 64, LayerNetworks::strided),
  /** Products of larger windows. */
  FIVE("2 conv 5x5 64, 28x28x64", 28, 64, input -> LayerNetworks.convolutions(input, 2, 64, 5)),
  /** Products of windows that are larger still. */
  SEVEN("conv 7x7 64, 28x28x64", 28, 64, input -> LayerNetworks.convolutions(input, 1, 64, 7)),
  /** Products of one position. */
  POINTWISE(
      "2 conv 1x1 512, 14x14x512", 14, 512, input -> LayerNetworks.convolutions(input, 2, 512, 1)),
  /** Products of one position with few channels. */
  THIN_POINTWISE(
      "3 conv 1x1 32, 32x32x32", 32, 32, input -> LayerNetworks.convolutions(input, 3, 32, 1)),
  /** Windows with gaps, which this oneDNN refuses. */
  DILATED("2 conv 3x3 dilation 2 64, 28x28x64", 28, 64, LayerNetworks::dilated),
  /** Products along a sequence. */
  SEQUENCE("2 conv 1D 5 64, 128x64", InputType.recurrent(64, 128), LayerNetworks::sequence),
  /** Depthwise products alone. */
  DEPTHWISE("3 depthwise 3x3, 32x32x64", 32, 64, input -> LayerNetworks.depthwise(input, 3, 1)),
  /** Groups of one channel and two outputs. */
  GROUPED(
      "depthwise 3x3 multiplier 2, 32x32x64",
      32,
      64,
      input -> LayerNetworks.depthwise(input, 1, 2)),
  /** Depthwise products among others. */
  SEPARABLE("7 depthwise-separable blocks, 64x64x3", 64, 3, LayerNetworks::separable),
  /** Average pooling. */
  AVERAGES("4 average poolings 3x3, 32x32x32", 32, 32, LayerNetworks::averages),
  /** Average pooling of windows that do not overlap. */
  HALVING_AVERAGES(
      "2 average poolings 2x2, 32x32x32",
      32,
      32,
      input -> LayerNetworks.halvings(input, PoolingType.AVG)),
  /** Maximum pooling of windows that do not overlap. */
  HALVING_MAXIMA(
      "2 max-poolings 2x2, 32x32x32",
      32,
      32,
      input -> LayerNetworks.halvings(input, PoolingType.MAX)),
  /** e^2x over a sum of itself. */
  TANH(Activation.TANH),
  /** A power of e on one side. */
  ELU(Activation.ELU),
  /** x times a sigmoid. */
  GELU(Activation.GELU),
  /** A logarithm of a power of e. */
  SOFTPLUS(Activation.SOFTPLUS),
  /** x times a tangent of that. */
  MISH(Activation.MISH);

  private final String title;
  private final InputType input;
  private final Function<InputType, MultiLayerConfiguration> configuration;

  LayerNetwork(
      String title,
      int size,
      int channels,
      Function<InputType, MultiLayerConfiguration> configuration) {
    this(title, InputType.convolutional(size, size, channels), configuration);
  }

  LayerNetwork(
      String title, InputType input, Function<InputType, MultiLayerConfiguration> configuration) {
    this.title = title;
    this.input = input;
    this.configuration = configuration;
  }

  LayerNetwork(Activation activation) {
    this(
        "3 conv 32 with " + activation + ", 32x32x32",
        32,
        32,
        input -> LayerNetworks.activated(input, activation));
  }

  /** What it is made of, for the table. */
  String title() {
    return title;
  }

  /** What it reads. */
  InputType input() {
    return input;
  }

  /** As {@link Network#network}. */
  MultiLayerNetwork network() {
    return Network.network(configuration.apply(input));
  }

  /** Random inputs within 0..1. */
  INDArray samples(int batch) {
    return Network.samples(input, batch);
  }
}
