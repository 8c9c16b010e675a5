package io.dl4jcompact.examples;

import io.dl4jcompact.core.SvgChart;
import io.dl4jcompact.examples.marks.SparseMark;
import io.dl4jcompact.examples.marks.SparseMethod;
import io.dl4jcompact.examples.marks.SparseRow;
import io.dl4jcompact.examples.marks.SparseSize;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Trains small networks of two widths and two depths, dense and with a half to a twentieth of their
 * weights, which layers share by several rules, each with several seeds, and compares what they
 * learn.
 */
@Command(
    name = "sparse-marks",
    description = "Compares sparse networks with dense ones of the same and of other widths.")
public final class SparseMarks extends ExampleProgram {

  @Spec private CommandSpec spec;

  @Option(
      names = "--mark",
      converter = MarkName.class,
      paramLabel = "NAME",
      description =
          "mnist-mlp, fashion-cnn or cifar10-resnet; may be given several times. Default: all of"
              + " them.")
  private List<SparseMark> marks = List.of(SparseMark.values());

  @Option(
      names = "--size",
      converter = SizeName.class,
      paramLabel = "NAME",
      description =
          "narrow-shallow, narrow-deep, wide-shallow or wide-deep; may be given several times."
              + " Default: all of them.")
  private List<SparseSize> sizes = List.of(SparseSize.values());

  @Option(
      names = "--method",
      converter = MethodName.class,
      paramLabel = "NAME",
      description =
          "dense, uniform, er, erk or snip; may be given several times. Default: all of them.")
  private List<SparseMethod> methods = List.of(SparseMethod.values());

  @Option(
      names = "--sparsity",
      paramLabel = "N",
      split = ",",
      defaultValue = "50,80,90,95",
      description =
          "Weights that are not connected, in percent, 1 to 99. Default: ${DEFAULT-VALUE}.")
  private List<Integer> sparsities;

  @Mixin private MarkOptions options;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Learns the first N training images only. Default: ${DEFAULT-VALUE}.")
  private int trainImages;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Tests with the first N test images only. Default: ${DEFAULT-VALUE}.")
  private int testImages;

  @Mixin private SeedRuns runs;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "sparse-marks-out",
      description =
          "Where results, epochs and charts are written; the same command goes on from there."
              + " Default: ${DEFAULT-VALUE}.")
  private Path out;

  /** Runs the trainings and ends the JVM: 0 if all went well, 1 after an error, 2 for options. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new SparseMarks());
  }

  @Override
  public Integer call() throws IOException {
    options.requirePositive(this);
    requirePositive("--train-images", trainImages);
    requirePositive("--test-images", testImages);
    for (int sparsity : sparsities) {
      if (sparsity < 1 || sparsity > 99) {
        throw new ParameterException(
            spec.commandLine(), "--sparsity must be 1 to 99, got " + sparsity);
      }
    }
    makeWritable(out);
    List<SparseMarkJob> jobs = jobs();
    runs.run(jobs);
    List<SparseMarkResult> results = jobs.stream().map(SparseMarkJob::result).toList();
    for (SparseMarkResult result : results) {
      for (Map.Entry<String, SvgChart> chart : result.charts().entrySet()) {
        String picture = chart.getValue().picture();
        ResultFile.write(
            out.resolve(chart.getKey()), temporary -> Files.writeString(temporary, picture));
      }
    }
    PrintWriter print = out();
    print.printf("%n%s%n", SparseMarkResult.table(results));
    print.printf("Results, epochs and charts are in %s.%n", out.toAbsolutePath());
    print.flush();
    return 0;
  }

  private List<SparseMarkJob> jobs() throws IOException {
    EpochLog log = new EpochLog(out.resolve("epochs.csv"), out());
    SparseRowFile reached =
        SparseRowFile.open(
            out.resolve("rows.csv"),
            "%s, %d training images, %d test images"
                .formatted(options.budget(), trainImages, testImages));
    List<SparseMarkJob> jobs = new ArrayList<>();
    for (SparseMark mark : marks) {
      List<SparseRow> rows = new ArrayList<>();
      sizes.forEach(size -> rows.addAll(SparseRow.of(mark, size, methods, sparsities)));
      if (!rows.isEmpty()) {
        MarkImages all = options.images(mark.dataset());
        MarkImages some =
            all.withTrain(Math.min(trainImages, all.train().count())).withTest(testImages);
        jobs.add(new SparseMarkJob(rows, options, some, reached, log));
      }
    }
    return jobs;
  }

  /** Marks by the names that the command line uses. */
  static final class MarkName extends NameConverter<SparseMark> {

    MarkName() {
      super(SparseMark.values());
    }
  }

  /** Sizes by the names that the command line uses. */
  static final class SizeName extends NameConverter<SparseSize> {

    SizeName() {
      super(SparseSize.values());
    }
  }

  /** Methods by the names that the command line uses. */
  static final class MethodName extends NameConverter<SparseMethod> {

    MethodName() {
      super(SparseMethod.values());
    }
  }
}
