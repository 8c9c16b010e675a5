package io.dl4jcompact.quant;

import io.dl4jcompact.export.RandomNumbers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
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

/** Float networks to be calibrated, with parameters as after training. */
final class FloatNetworks {

  static final InputType INPUT = InputType.convolutional(8, 7, 3);
  static final int CLASSES = 5;
  static final int BATCHES = 3;
  private static final int SAMPLES = 6;

  private FloatNetworks() {}

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Adam(0.005))
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.IDENTITY);
  }

  private static ConvolutionLayer convolution(String name, int outputs) {
    return new ConvolutionLayer.Builder(3, 3).name(name).nOut(outputs).build();
  }

  private static Layer norm(String name) {
    return new BatchNormalization.Builder().name(name).build();
  }

  /** All kinds of layers that have quantised forms, and batch normalisations of all kinds. */
  static MultiLayerNetwork list(long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(convolution("first", 6))
                .layer(norm("first-norm"))
                .layer(new ActivationLayer.Builder().activation(Activation.RELU).build())
                .layer(
                    new DepthwiseConvolution2D.Builder()
                        .kernelSize(3, 2)
                        .depthMultiplier(2)
                        .name("depthwise")
                        .hasBias(false)
                        .build())
                .layer(
                    new BatchNormalization.Builder()
                        .lockGammaBeta(true)
                        .gamma(1.5)
                        .beta(0.25)
                        .useLogStd(false)
                        .build())
                .layer(new ActivationLayer.Builder().activation(Activation.LEAKYRELU).build())
                .layer(
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(
                    new SeparableConvolution2D.Builder(2, 2)
                        .depthMultiplier(2)
                        .name("separable")
                        .nOut(7)
                        .activation(Activation.RELU)
                        .build())
                .layer(norm("kept"))
                .layer(
                    new DenseLayer.Builder()
                        .name("dense")
                        .nOut(9)
                        .activation(Activation.RELU)
                        .build())
                .layer(output())
                .setInputType(INPUT)
                .build());
    network.init();
    new RandomNumbers(seed).fill(network);
    return network;
  }

  /** A convolution and two dense layers, without batch normalisation, and no weight near a tie. */
  static MultiLayerNetwork plain(long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .activation(Activation.RELU)
                .list()
                .layer(convolution("first", 6))
                .layer(new DenseLayer.Builder().name("second").nOut(9).build())
                .layer(output())
                .setInputType(INPUT)
                .build());
    network.init();
    SplittableRandom random = new SplittableRandom(seed);
    for (long i = 0; i < network.numParams(); i++) {
      network.params().putScalar(i, 0.3 * random.nextGaussian());
    }
    return network;
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .name("out")
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** A residual block. */
  static ComputationGraph graph(long seed) {
    ComputationGraphConfiguration.GraphBuilder builder = settings().graphBuilder();
    builder
        .addInputs("image")
        .setInputTypes(INPUT)
        .addLayer("first", convolution("first", 6), "image")
        .addLayer("first-norm", norm("first-norm"), "first")
        .addLayer("first-relu", new ActivationLayer(Activation.RELU), "first-norm")
        .addLayer("second", convolution("second", 6), "first-relu")
        .addLayer("second-norm", norm("second-norm"), "second")
        .addVertex(
            "sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "second-norm", "first-relu")
        .addLayer("sum-relu", new ActivationLayer(Activation.RELU), "sum")
        .addLayer("third", convolution("third", 4), "sum-relu")
        .addLayer("third-norm", norm("third-norm"), "third")
        .addLayer("out", output(), "third-norm")
        .setOutputs("out");
    ComputationGraph network = new ComputationGraph(builder.build());
    network.init();
    new RandomNumbers(seed).fill(network);
    return network;
  }

  /** As many minibatches as {@link #BATCHES}, always the same. */
  static ListDataSetIterator<DataSet> batches() {
    return new ListDataSetIterator<>(dataSets(), SAMPLES);
  }

  private static List<DataSet> dataSets() {
    return IntStream.range(0, BATCHES)
        .boxed()
        .flatMap(i -> new DataSet(images(i), labels()).asList().stream())
        .toList();
  }

  static INDArray images(long seed) {
    // For ND4J a seed of 0 is none.
    SplittableRandom random = new SplittableRandom(seed);
    long[] shape = INPUT.getShape(true);
    shape[0] = SAMPLES;
    INDArray images = Nd4j.create(DataType.FLOAT, shape);
    for (long i = 0; i < images.length(); i++) {
      images.putScalar(i, random.nextGaussian());
    }
    return images;
  }

  static INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, SAMPLES, CLASSES);
    for (int i = 0; i < SAMPLES; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }

  static INDArray output(Model network, INDArray images) {
    return network instanceof MultiLayerNetwork list
        ? list.output(images)
        : ((ComputationGraph) network).outputSingle(images);
  }
}
