package io.dl4jcompact.benchmarks;

import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.Session;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Exported one-bit networks by sessions of one and of two threads, whose outputs have the same
 * bits, which is checked first. Here the peer is our own session of one thread.
 */
public class ThreadsBenchmark extends InferenceBenchmark {

  private static final Target TARGET = new Target(1.8, 1.95);
  private static final int BATCH = 64;

  /** Which network. */
  @Param({"SMALL_CNN", "VGG_SMALL"})
  public Network network;

  /** How many work at a time. */
  @Param({"1", "2"})
  public int threads;

  private Session session;
  private float[] input;
  private float[] output;

  static List<Comparison> comparisons() {
    return Stream.of(Network.SMALL_CNN, Network.VGG_SMALL)
        .map(
            network ->
                new Comparison(
                    "one-bit " + network.title() + ", batch " + BATCH + ", 2 threads",
                    run(network, 2),
                    "one thread",
                    run(network, 1),
                    TARGET))
        .toList();
  }

  private static Run run(Network network, int threads) {
    return Run.of(ThreadsBenchmark.class, "vector", "network=" + network, "threads=" + threads);
  }

  /** Makes the session and checks that its results are those of one thread. */
  @Setup
  public void setUp() {
    CompactModel model =
        CompactExporter.export(network.network(LayerKind.ONE_BIT), network.input());
    session = model.newSession(threads);
    input = network.samples(BATCH).dup('c').data().asFloat();
    float[] expected = model.predict(input);
    output = new float[expected.length];
    require(Arrays.equals(expected, vector()), "outputs of " + threads + " threads differ");
  }

  /** On vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] vector() {
    session.run(input, output);
    return output;
  }

  /** Ends the session's threads. */
  @TearDown
  public void close() {
    session.close();
  }
}
