package io.dl4jcompact.benchmarks;

import io.dl4jcompact.core.StatisticOps;
import io.dl4jcompact.quantizer.Statistic;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The threshold of a minibatch: mean and median of a million floats, beside ND4J's. The claim: a
 * median takes less time than ND4J's, which sorts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class DynamicThresholdBenchmark {

  private static final int ROWS = 128;
  private static final int COLUMNS = 8192;

  private INDArray values;

  static List<Comparison> comparisons() {
    return List.of(
        comparison("median of a million floats", "median", "nd4jMedian"),
        comparison("mean of a million floats", "mean", "nd4jMean"));
  }

  private static Comparison comparison(String work, String ours, String peer) {
    return new Comparison(
        work,
        Run.of(DynamicThresholdBenchmark.class, ours),
        "ND4J",
        Run.of(DynamicThresholdBenchmark.class, peer),
        Target.NONE);
  }

  /** Normal values, as behind a batch normalisation. */
  @Setup
  public void createValues() {
    Nd4j.getRandom().setSeed(1);
    values = Nd4j.randn(DataType.FLOAT, ROWS, COLUMNS);
    float ours = median();
    float theirs = nd4jMedian();
    if (Math.abs(ours - theirs) > 1e-6f) {
      throw new IllegalStateException("medians differ: " + ours + " and " + theirs);
    }
  }

  @Benchmark
  public float median() {
    return StatisticOps.of(Statistic.median(), values);
  }

  @Benchmark
  public float nd4jMedian() {
    return values.medianNumber().floatValue();
  }

  @Benchmark
  public float mean() {
    return StatisticOps.of(Statistic.mean(), values);
  }

  @Benchmark
  public float nd4jMean() {
    return values.meanNumber().floatValue();
  }
}
