package io.dl4jcompact.benchmarks;

import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticConvolutionLayer;
import io.dl4jcompact.elastic.ElasticDenseLayer;
import io.dl4jcompact.elastic.ElasticOutputLayer;
import io.dl4jcompact.elastic.SubnetConfig;
import io.dl4jcompact.elastic.Subnets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step, updater included, of the whole of an elastic network and of its subnet of half
 * the width and half the depth. The claim: that takes at most 0.35 of the time.
 *
 * <p>Half the width is a quarter of a layer's products, half the layers an eighth of all.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ElasticStepBenchmark {

  private static final Target A_THIRD = new Target(1 / 0.35, 4);
  private static final int BLOCKS = 6;
  private static final int CLASSES = 10;
  private static final int WIDTH = 1024;
  private static final int ROWS = 128;
  private static final int CHANNELS = 64;
  private static final int SIZE = 14;
  private static final int IMAGES = 64;

  /** Kinds of layers. */
  public enum Kind {
    /** Dense layers of 1024, minibatch 128. */
    DENSE,
    /** Convolutions 3x3 of 64 channels, 14x14, minibatch 64. */
    CONVOLUTION
  }

  /** What the network is of. */
  @Param({"DENSE", "CONVOLUTION"})
  private Kind kind;

  private MultiLayerNetwork network;
  private DataSet data;
  private SubnetConfig half;
  private SubnetConfig full;

  static List<Comparison> comparisons() {
    return List.of(
        comparison("training step of half width and depth, dense 1024", Kind.DENSE),
        comparison("training step of half width and depth, conv 3x3, 64", Kind.CONVOLUTION));
  }

  private static Comparison comparison(String work, Kind kind) {
    return new Comparison(
        work,
        Run.of(ElasticStepBenchmark.class, "half", "kind=" + kind.name()),
        "the whole network",
        Run.of(ElasticStepBenchmark.class, "whole", "kind=" + kind.name()),
        A_THIRD);
  }

  /** Makes the network and checks that it trains in both sizes. */
  @Setup
  public void setUp() {
    Nd4j.getRandom().setSeed(1);
    boolean dense = kind == Kind.DENSE;
    INDArray features =
        dense
            ? Nd4j.randn(DataType.FLOAT, ROWS, WIDTH)
            : Nd4j.randn(DataType.FLOAT, IMAGES, CHANNELS, SIZE, SIZE);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, features.size(0), CLASSES);
    for (int i = 0; i < labels.rows(); i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    data = new DataSet(features, labels);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < BLOCKS; i++) {
      layers.add(dense ? dense(i) : convolution(i));
    }
    if (!dense) {
      layers.add(new GlobalPoolingLayer(PoolingType.AVG));
    }
    layers.add(new ElasticOutputLayer.Builder().nOut(CLASSES).build());
    network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list(layers.toArray(new Layer[0]))
                .setInputType(
                    dense
                        ? InputType.feedForward(WIDTH)
                        : InputType.convolutional(SIZE, SIZE, CHANNELS))
                .build());
    network.init();
    full = SubnetConfig.largest(network);
    half = full;
    for (int i = 0; i < BLOCKS; i++) {
      half = half.with(name(i), Dimension.WIDTH, (dense ? WIDTH : CHANNELS) / 2);
      half = half.with(name(i), Dimension.DEPTH, i % 2 == 0 ? 1 : 0);
    }
    if (!Double.isFinite(half() + whole())) {
      throw new IllegalStateException("the network does not train");
    }
  }

  private static String name(int index) {
    return "block" + index;
  }

  private static Layer dense(int index) {
    return new ElasticDenseLayer.Builder()
        .name(name(index))
        .widths(WIDTH / 2, WIDTH)
        .skippable(true)
        .build();
  }

  private static Layer convolution(int index) {
    return new ElasticConvolutionLayer.Builder(3, 3)
        .name(name(index))
        .convolutionMode(ConvolutionMode.Same)
        .widths(CHANNELS / 2, CHANNELS)
        .skippable(true)
        .build();
  }

  /** Half the outputs of every second layer; the others are skipped. */
  @Benchmark
  public double half() {
    return step(half);
  }

  /** All of it. */
  @Benchmark
  public double whole() {
    return step(full);
  }

  private double step(SubnetConfig subnet) {
    Subnets.activate(network, subnet);
    network.fit(data);
    return network.score();
  }
}
