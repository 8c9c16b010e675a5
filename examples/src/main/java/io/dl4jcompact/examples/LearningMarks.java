package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.Mark;
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
 * Trains one-bit networks on whole data sets, and float twins where they are the measure, exports
 * the former, runs the exported models, and says which marks were reached.
 */
@Command(
    name = "learning-marks",
    description = "Trains one-bit networks on whole data sets and measures what they learn.")
public final class LearningMarks extends ExampleProgram {

  @Option(
      names = "--mark",
      converter = MarkName.class,
      paramLabel = "NAME",
      description =
          "mnist-mlp, mnist-cnn, fashion-cnn or cifar10-cnv; may be given several times. Default:"
              + " all of them.")
  private List<Mark> marks = List.of(Mark.values());

  @Mixin private MarkOptions options;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of weights, order and changes of images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "learning-marks-out",
      description = "Where models, epochs and curves are written. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /**
   * Runs the trainings and ends the JVM: 0 if all went well, whether or not the marks were reached;
   * 1 after an error or if an exported model does not give its network's classes; 2 for wrong
   * options.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new LearningMarks());
  }

  @Override
  public Integer call() throws IOException {
    options.requirePositive(this);
    makeWritable(out);
    PrintWriter print = out();
    EpochLog log = new EpochLog(out.resolve("epochs.csv"), print);
    List<MarkResult> results = new ArrayList<>();
    for (Mark mark : marks) {
      MarkJob job = new MarkJob(mark, options.withEpochs(mark.recipe()), seed, out);
      results.add(job.run(options.images(mark.recipe().dataset()), log));
    }
    print.printf("%n%s%n", MarkResult.table(results));
    print.printf("Models, epochs and curves are in %s.%n", out.toAbsolutePath());
    print.flush();
    return results.stream().allMatch(result -> result.packed().agrees()) ? 0 : 1;
  }

  /** Marks by the names that the command line uses. */
  static final class MarkName extends NameConverter<Mark> {

    MarkName() {
      super(Mark.values());
    }
  }
}
