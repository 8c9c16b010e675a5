package io.dl4jcompact.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of this module, prints our times beside the peers' as tables in Markdown, and
 * writes two JSON files: {@code ratios.json} with what the tables hold and {@code jmh.json}, JMH's
 * own, with every iteration.
 *
 * <p>The system property {@code benchmarks.results} names the directory for the files; default is
 * the working directory.
 */
public final class Benchmarks {

  private static final List<Comparison> COMPARISONS =
      Stream.of(
              PackedProductBenchmark.comparisons(),
              Int8ProductBenchmark.comparisons(),
              SparseProductBenchmark.comparisons(),
              ConvolutionLayerBenchmark.comparisons(),
              OneBitNetworkBenchmark.comparisons(),
              FloatNetworkBenchmark.comparisons(),
              FloatLayerBenchmark.comparisons(),
              ThreadsBenchmark.comparisons(),
              TrainingStepBenchmark.comparisons(),
              ElasticStepBenchmark.comparisons(),
              PackedTrainingBenchmark.comparisons(),
              DynamicThresholdBenchmark.comparisons(),
              ColdStartBenchmark.comparisons())
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
    Path directory = Path.of(System.getProperty("benchmarks.results", ""));
    Files.createDirectories(directory.toAbsolutePath());
    Machine machine = Machine.here();
    Collection<RunResult> runs =
        new Runner(
                new OptionsBuilder()
                    .parent(options)
                    .resultFormat(ResultFormatType.JSON)
                    .result(directory.resolve("jmh.json").toString())
                    .shouldFailOnError(true)
                    .build())
            .run();
    Map<Run, RunResult> results = runs.stream().collect(Collectors.toMap(Run::of, run -> run));
    List<Ratio> ratios = Ratio.of(COMPARISONS, results);
    List<Limit> limits = Limit.of(results);
    ResultsFile.write(directory.resolve("ratios.json"), machine, ratios, limits);
    System.out.printf(
        "%n%s%nHow many times faster we are: the peer's time over ours.%n%n%s%n%s",
        machine.toMarkdown(), RatioTable.of(ratios), Limit.table(limits));
  }
}
