package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.QuantMark;
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
 * Trains the same small networks in floats, in integers of 8 and of 4 bits, and in integers with
 * compensation and clipped gradients, each with several seeds; turns the float ones into integers
 * by calibration alone; and compares what they classify.
 */
@Command(
    name = "quant-marks",
    description = "Compares training in integers, and calibration, with training in floats.")
public final class QuantMarks extends ExampleProgram {

  @Option(
      names = "--mark",
      converter = MarkName.class,
      paramLabel = "NAME",
      description =
          "mnist-lenet, mnist-vgg, fashion-lenet, fashion-vgg, cifar10-lenet or cifar10-vgg; may be"
              + " given several times. Default: all of them.")
  private List<QuantMark> marks = List.of(QuantMark.values());

  @Mixin private MarkOptions options;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      defaultValue = "15000",
      description = "Learns the first N training images only. Default: ${DEFAULT-VALUE}.")
  private int trainImages;

  @Mixin private SeedRuns runs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "quant-marks-out",
      description = "Where epochs are written and trainings kept. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /** Runs the trainings and ends the JVM: 0 if all went well, 1 after an error, 2 for options. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new QuantMarks());
  }

  @Override
  public Integer call() throws IOException {
    options.requirePositive(this);
    requirePositive("--train-images", trainImages);
    makeWritable(out);
    PrintWriter print = out();
    EpochLog log = new EpochLog(out.resolve("epochs.csv"), print);
    List<QuantMarkJob> jobs = new ArrayList<>();
    for (QuantMark mark : marks) {
      jobs.add(new QuantMarkJob(mark, options, trainImages, out, log));
    }
    runs.run(jobs);
    print.printf("%n%s%n", QuantMarkResult.table(jobs.stream().map(QuantMarkJob::result).toList()));
    print.printf("Epochs are in %s.%n", out.toAbsolutePath());
    print.flush();
    SeedRuns.deleteKept(jobs);
    return 0;
  }

  /** Marks by the names that the command line uses. */
  static final class MarkName extends NameConverter<QuantMark> {

    MarkName() {
      super(QuantMark.values());
    }
  }
}
