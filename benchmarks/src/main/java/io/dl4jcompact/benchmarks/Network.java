package io.dl4jcompact.benchmarks;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.examples.SmallCnn;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The networks that whole predictions are measured on. */
public enum Network {
  /** The quickstart's. */
  SMALL_CNN("SmallCnn 28x28x1", InputType.convolutional(28, 28, 1)) {
    @Override
    MultiLayerConfiguration configuration(LayerKind kind) {
      return SmallCnn.configuration(kind, input(), InferenceBenchmark.SEED);
    }
  },
  /** Ten times the work. */
  VGG_SMALL("VGG-Small 32x32x3", InputType.convolutional(32, 32, 3)) {
    @Override
    MultiLayerConfiguration configuration(LayerKind kind) {
      return VggSmall.configuration(kind, input(), InferenceBenchmark.SEED);
    }
  },
  /** Dense layers only. */
  MLP("MLP 784-1024-1024-10", InputType.feedForward(784)) {
    @Override
    MultiLayerConfiguration configuration(LayerKind kind) {
      return FloatNetworks.perceptron(input(), InferenceBenchmark.SEED);
    }
  },
  /** Convolutions of few channels. */
  LENET("LeNet 28x28x1", InputType.convolutional(28, 28, 1)) {
    @Override
    MultiLayerConfiguration configuration(LayerKind kind) {
      return FloatNetworks.leNet(input(), InferenceBenchmark.SEED);
    }
  };

  private static final double SPREAD = 0.1;

  private final String title;
  private final InputType input;

  Network(String title, InputType input) {
    this.title = title;
    this.input = input;
  }

  /** Its layers; those that exist as floats only do not look at the kind. */
  abstract MultiLayerConfiguration configuration(LayerKind kind);

  /** Name and input's size, for the table. */
  String title() {
    return title;
  }

  /** What it reads. */
  InputType input() {
    return input;
  }

  /** The network, which uses oneDNN; with first weights, since their values take no time. */
  MultiLayerNetwork network(LayerKind kind) {
    return network(configuration(kind));
  }

  /** As {@link #network(LayerKind)}, of any layers. */
  static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    OneDnn.install(network);
    for (Layer layer : network.getLayers()) {
      if (layer instanceof BatchNormalization) {
        scatter(layer, "gamma", "beta", "mean");
      }
    }
    return network;
  }

  /** A new batch normalisation changes nothing, and an export could leave it out. */
  private static void scatter(Layer layer, String... parameters) {
    for (String name : parameters) {
      INDArray values = layer.getParam(name);
      values.addi(Nd4j.randn(DataType.FLOAT, values.shape()).muli(SPREAD));
    }
  }

  /** Random inputs within 0..1. */
  INDArray samples(int batch) {
    return samples(input, batch);
  }

  /** Random inputs of any type within 0..1. */
  static INDArray samples(InputType input, int batch) {
    Nd4j.getRandom().setSeed(InferenceBenchmark.SEED);
    long[] shape = input.getShape(true);
    shape[0] = batch;
    return Nd4j.rand(DataType.FLOAT, shape);
  }
}
