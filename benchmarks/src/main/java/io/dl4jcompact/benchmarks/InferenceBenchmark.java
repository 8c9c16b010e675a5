package io.dl4jcompact.benchmarks;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.factory.Nd4j;
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
 * How inference is measured: one thread on each side; a JVM for each method, told by its arguments
 * which of the runtime's kernels to use. The warm-up is long because vector kernels run ten times
 * slower until the last compiler is done with them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
public abstract class InferenceBenchmark {

  static final String MODULES = "--add-modules=jdk.incubator.vector";
  static final String VECTOR = "-Dio.dl4jcompact.kernels=vector";
  static final String SCALAR = "-Dio.dl4jcompact.kernels=scalar";

  /** Of our own code, whose speed depends on how a JVM happens to compile it. */
  static final int OUR_FORKS = 2;

  /** Of every random number, so that runs can be repeated. */
  static final long SEED = 1;

  private static final String THREADS = "OMP_NUM_THREADS";

  /**
   * Holds ND4J to one thread.
   *
   * @throws IllegalStateException if its library for threads was not told so too
   */
  @Setup
  public void pinThreads() {
    if (!"1".equals(System.getenv(THREADS))) {
      throw new IllegalStateException(
          "set the environment variable " + THREADS + " to 1, as ./mvnw -Pbenchmarks does");
    }
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.factory().blas().setMaxThreads(1);
  }

  /** Stops a benchmark whose sides compute different things. */
  static void require(boolean agreed, String what) {
    if (!agreed) {
      throw new IllegalStateException(what);
    }
  }
}
