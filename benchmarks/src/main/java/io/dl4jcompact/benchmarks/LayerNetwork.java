package io.dl4jcompact.benchmarks;

import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The networks of one kind of layer. */
public enum LayerNetwork {
  /** Products with many channels. */
  DEEP("2 conv 3x3 256, 14x14x256", 14, 256, input -> LayerNetworks.deep(input, 256)),
  /** Depthwise products. */
  SEPARABLE("7 depthwise-separable blocks, 64x64x3", 64, 3, LayerNetworks::separable),
  /** Average pooling. */
  AVERAGES("4 average poolings 3x3, 32x32x32", 32, 32, LayerNetworks::averages),
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
    this.title = title;
    this.configuration = configuration;
    input = InputType.convolutional(size, size, channels);
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
