package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.FlipMark;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains the same small networks by sign flips, by Bop and by straight-through estimators, and
 * plain ones by sign flips in Deeplearning4j and packed, each with several seeds, and compares what
 * they learn.
 */
@Command(
    name = "flip-marks",
    description =
        "Compares flips of bits with straight-through and packed training on whole data sets.")
public final class FlipMarks extends ExampleProgram {

  @Option(
      names = "--mark",
      converter = MarkName.class,
      paramLabel = "NAME",
      description =
          "mnist-small-mlp, mnist-small-cnn, fashion-small-mlp, fashion-small-cnn, or with plain in"
              + " place of small; may be given several times. Default: all of them.")
  private List<FlipMark> marks = List.of(FlipMark.values());

  @Mixin private MarkOptions options;

  @Mixin private SeedRuns runs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "flip-marks-out",
      description = "Where epochs are written and trainings kept. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /** Runs the trainings and ends the JVM: 0 if all went well, 1 after an error, 2 for options. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new FlipMarks());
  }

  @Override
  public Integer call() throws IOException {
    options.requirePositive(this);
    makeWritable(out);
    PrintWriter print = out();
    EpochLog log = new EpochLog(out.resolve("epochs.csv"), print);
    List<FlipMarkJob> jobs = new ArrayList<>();
    for (FlipMark mark : marks) {
      jobs.add(new FlipMarkJob(mark, options, out, log));
    }
    runs.run(jobs);
    print.printf("%n%s%n", FlipMarkResult.table(jobs.stream().map(FlipMarkJob::result).toList()));
    print.printf("Epochs are in %s.%n", out.toAbsolutePath());
    print.flush();
    SeedRuns.deleteKept(jobs);
    return 0;
  }

  /** Marks by the names that the command line uses. */
  static final class MarkName extends NameConverter<FlipMark> {

    MarkName() {
      super(FlipMark.values());
    }
  }
}
