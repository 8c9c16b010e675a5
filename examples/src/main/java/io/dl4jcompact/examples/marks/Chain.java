package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Builds a graph whose layers follow each other, with shortcuts around some of them. */
final class Chain {

  /** Statistics for inference are means of some hundred minibatches. */
  private static final double STATISTICS_DECAY = 0.99;

  private static final int PIXEL_KERNEL = 5;

  private final GraphBuilder graph;
  private final Precision precision;
  private double decay = STATISTICS_DECAY;
  private String last = "pixels";
  private int count;

  Chain(Precision precision, InputType input, IUpdater updater, long seed) {
    this.precision = precision;
    graph =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(updater)
            .activation(Activation.IDENTITY)
            .convolutionMode(ConvolutionMode.Same)
            .graphBuilder()
            .addInputs(last)
            .setInputTypes(input);
  }

  /** A layer as it is. */
  Chain layer(Layer layer) {
    String name = ++count + "-" + layer.getClass().getSimpleName();
    graph.addLayer(name, layer, last);
    last = name;
    return this;
  }

  /** A layer behind its activation function, and the normalisation of its results. */
  Chain normalised(Layer layer) {
    precision.activation().ifPresent(this::layer);
    return layer(layer).normalisation();
  }

  /** As {@link #normalised}, halved before the normalisation. */
  Chain normalisedHalf(Layer layer) {
    precision.activation().ifPresent(this::layer);
    return layer(layer).halved().normalisation();
  }

  /** Normalisations from now on are for trainings of another length. */
  Chain withDecay(double other) {
    decay = other;
    return this;
  }

  Chain normalisation() {
    return normalisation(decay);
  }

  /** As {@link #normalisation()}, for trainings of another length. */
  Chain normalisation(double decay) {
    return layer(new BatchNormalization.Builder().decay(decay).build());
  }

  Chain rectified() {
    return layer(new ActivationLayer(Activation.RELU));
  }

  /** x + what {@link #normalised} makes of x. */
  Chain residual(Layer layer) {
    String shortcut = last;
    return normalised(layer).plus(shortcut);
  }

  /**
   * x + what {@link #normalised} makes of x twice: a basic block of a ResNet, its activations
   * before its convolutions.
   *
   * @see <a href="https://arxiv.org/abs/1603.05027">He et al. 2016, figure 4 (e)</a>
   */
  Chain residual(Layer first, Layer second) {
    String shortcut = last;
    return normalised(first).normalised(second).plus(shortcut);
  }

  private Chain plus(String shortcut) {
    String name = ++count + "-sum";
    graph.addVertex(name, new ElementWiseVertex(ElementWiseVertex.Op.Add), shortcut, last);
    last = name;
    return this;
  }

  /** The greatest of each two by two values. */
  Chain halved() {
    return layer(
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .kernelSize(2, 2)
            .stride(2, 2)
            .build());
  }

  /** A float convolution of the pixels, 5x5 with stride 2, as is usual for the first. */
  Chain pixels(int outputs) {
    return pixels(PIXEL_KERNEL, 2, outputs);
  }

  /**
   * A float convolution of the pixels, normalised.
   *
   * @param kernel height and width
   * @param stride along both
   */
  Chain pixels(int kernel, int stride, int outputs) {
    return layer(
            new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .nOut(outputs)
                .hasBias(false)
                .build())
        .normalisation();
  }

  /**
   * As {@link #residual}, with another number of channels: a float 1x1 convolution of x is added.
   */
  Chain widened(int outputs) {
    String input = last;
    layer(new ConvolutionLayer.Builder(1, 1).nOut(outputs).hasBias(false).build()).normalisation();
    String shortcut = last;
    last = input;
    return normalised(precision.convolution(outputs)).plus(shortcut);
  }

  /** A float layer that gives a probability to each class, as is usual for the last. */
  ComputationGraphConfiguration classes() {
    return rectified().endsWithClasses();
  }

  /** As {@link #classes}, of the means of maps. */
  ComputationGraphConfiguration classesOfMeans() {
    return rectified()
        .layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
        .endsWithClasses();
  }

  private ComputationGraphConfiguration endsWithClasses() {
    return endsWith(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(Dataset.CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
  }

  ComputationGraphConfiguration endsWith(Layer output) {
    layer(output);
    return graph.setOutputs(last).build();
  }
}
