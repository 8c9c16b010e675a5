package io.dl4jcompact.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.ndarray.INDArray;
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
 * Products of {0, 1} rows and ±1 weights: the runtime's kernels on bits, ND4J on floats, one thread
 * each. All give the same whole numbers as floats, which is checked first.
 *
 * <p>Shapes, rows x inputs x outputs: a dense layer, a large dense layer, and a 3x3 convolution of
 * 256 to 256 channels on 14x14, for which ND4J is handed the rows that the convolution sees.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(PackedProductBenchmark.FORKS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class PackedProductBenchmark {

  static final int FORKS = 2;

  private static final String MODULES = "--add-modules=jdk.incubator.vector";
  private static final String VECTOR = "-Dio.dl4jcompact.kernels=vector";
  private static final String SCALAR = "-Dio.dl4jcompact.kernels=scalar";
  private static final String PEER = "ND4J mmuli, float";

  static final List<Comparison> COMPARISONS = comparisons();

  private PackedProduct dense;
  private PackedProduct large;
  private PackedProduct convolution;

  private static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (String[] work :
        new String[][] {
          {"Dense", "64x1024x1024"}, {"Large", "256x4096x4096"}, {"Convolution", "196x2304x256"}
        }) {
      for (String kernels : List.of("vector", "scalar")) {
        comparisons.add(
            Comparison.of(
                PackedProductBenchmark.class,
                kernels + " product " + work[1],
                kernels + work[0],
                "nd4j" + work[0],
                PEER));
      }
    }
    return comparisons;
  }

  /** Makes the operands and checks that both sides agree. */
  @Setup
  public void setUp() {
    dense = PackedProduct.dense(64, 1024, 1024);
    large = PackedProduct.dense(256, 4096, 4096);
    convolution = PackedProduct.convolution(14, 256, 256);
  }

  /** 64x1024 bits times 1024x1024 bits, vector kernels. */
  @Benchmark
  @Fork(
      value = FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] vectorDense() {
    return dense.packed();
  }

  /** The same on scalar kernels. */
  @Benchmark
  @Fork(value = FORKS, jvmArgsAppend = SCALAR)
  public float[] scalarDense() {
    return dense.packed();
  }

  /** The same on floats. */
  @Benchmark
  public INDArray nd4jDense() {
    return dense.nd4j();
  }

  /** 256x4096 bits times 4096x4096 bits, vector kernels. */
  @Benchmark
  @Fork(
      value = FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] vectorLarge() {
    return large.packed();
  }

  /** The same on scalar kernels. */
  @Benchmark
  @Fork(value = FORKS, jvmArgsAppend = SCALAR)
  public float[] scalarLarge() {
    return large.packed();
  }

  /** The same on floats. */
  @Benchmark
  public INDArray nd4jLarge() {
    return large.nd4j();
  }

  /** A convolution as 196x2304 bits times 2304x256 bits, vector kernels. */
  @Benchmark
  @Fork(
      value = FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] vectorConvolution() {
    return convolution.packed();
  }

  /** The same on scalar kernels. */
  @Benchmark
  @Fork(value = FORKS, jvmArgsAppend = SCALAR)
  public float[] scalarConvolution() {
    return convolution.packed();
  }

  /** The same on floats. */
  @Benchmark
  public INDArray nd4jConvolution() {
    return convolution.nd4j();
  }
}
