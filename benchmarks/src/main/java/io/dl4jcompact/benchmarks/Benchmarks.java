package io.dl4jcompact.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Runs the benchmarks of this module and prints our times beside the peers'. */
public final class Benchmarks {

  private static final List<Comparison> COMPARISONS =
      Stream.of(
              TrainingStepBenchmark.COMPARISONS,
              DynamicThresholdBenchmark.COMPARISONS,
              PackedProductBenchmark.COMPARISONS)
          .flatMap(List::stream)
          .toList();

  private Benchmarks() {}

  /** Takes JMH's own arguments, for example a part of a benchmark's name. */
  public static void main(String[] arguments)
      throws CommandLineOptionException, IOException, RunnerException {
    CommandLineOptions options = new CommandLineOptions(arguments);
    if (options.shouldHelp()) {
      options.showHelp();
      return;
    }
    Collection<RunResult> results = new Runner(options).run();
    System.out.printf(
        "%nMedian times, and ours over the peer's; %s %s, %d processors, Java %s%n%n%s",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        RatioTable.of(COMPARISONS, results));
  }
}
