package io.dl4jcompact.benchmarks;

import io.dl4jcompact.elastic.SubnetConfig;
import io.dl4jcompact.elastic.Subnets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
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

  /** What the network is of. */
  @Param({"DENSE", "CONVOLUTION", "TRANSFORMER"})
  private ElasticKind kind;

  private MultiLayerNetwork network;
  private DataSet data;
  private SubnetConfig half;
  private SubnetConfig full;

  static List<Comparison> comparisons() {
    return List.of(
        comparison("training step of half width and depth, dense 1024", ElasticKind.DENSE),
        comparison("training step of half width and depth, conv 3x3, 64", ElasticKind.CONVOLUTION),
        comparison(
            "training step of half width and depth, transformer 128", ElasticKind.TRANSFORMER));
  }

  private static Comparison comparison(String work, ElasticKind kind) {
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
    INDArray features = kind.features();
    INDArray labels = Nd4j.zeros(DataType.FLOAT, features.size(0), ElasticKind.CLASSES);
    for (int i = 0; i < labels.rows(); i++) {
      labels.putScalar(i, i % ElasticKind.CLASSES, 1);
    }
    data = new DataSet(features, labels);
    network = kind.network();
    full = SubnetConfig.largest(network);
    half = kind.half(network);
    if (!Double.isFinite(half() + whole())) {
      throw new IllegalStateException("the network does not train");
    }
  }

  /** Half the width of every second block; the others are skipped. */
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
