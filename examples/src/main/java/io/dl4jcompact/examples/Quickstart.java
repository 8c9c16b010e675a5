package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The main job: trains a small convolutional network twice, with float layers and with one-bit
 * layers, exports the one-bit network, runs the exported model in a JVM without Deeplearning4j, and
 * prints what came of it.
 */
@Command(
    name = "quickstart",
    description = "Trains a one-bit network on real images and runs it without Deeplearning4j.")
public final class Quickstart implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Shows this text.")
  private boolean help;

  @Option(
      names = "--dataset",
      defaultValue = "fashion-mnist",
      converter = DatasetName.class,
      paramLabel = "NAME",
      description = "mnist, fashion-mnist or cifar10. Default: ${DEFAULT-VALUE}.")
  private Dataset dataset;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Directory with the data set's official files (IDX, packed or not; CIFAR-10 binary)."
              + " Without it, the bundled subset of Fashion-MNIST is taken.")
  private Optional<Path> data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "4",
      description = "Epochs of each training. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the initial weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "quickstart-out",
      description = "Where the model and the report are written. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /**
   * Runs the job and ends the JVM: 0 if all went well, 1 after an error or if an exported model
   * does not give what its network gives, 2 for wrong options.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Quickstart()).setExecutionExceptionHandler(Quickstart::explain);
  }

  @Override
  public Integer call() throws IOException {
    if (epochs < 1) {
      throw new ParameterException(
          spec.commandLine(), "--epochs must be at least 1, got " + epochs);
    }
    requireDirectory(out);
    QuickstartResult result = new QuickstartJob(dataset, data, epochs, seed, out).run();
    PrintWriter console = spec.commandLine().getOut();
    console.printf("%n%s%n", result.report().table());
    console.printf("%n%s%n%s%n", result.table(), result.summary());
    console.printf("Model and report are in %s.%n", out.toAbsolutePath());
    console.flush();
    if (!result.agrees()) {
      spec.commandLine()
          .getErr()
          .printf(
              "An exported model does not give what its network gives: expected the same class for"
                  + " every image, and outputs within %.0e, relative.%n",
              Agreement.TOLERANCE);
      return 1;
    }
    return 0;
  }

  /** Before the training, so that it is not in vain. */
  private static void requireDirectory(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException(
          "cannot make the directory " + directory + ": choose another with --out", e);
    }
    if (!Files.isWritable(directory)) {
      throw new IOException("cannot write to " + directory + ": choose another with --out");
    }
  }

  /** What a user can mend is said in a line; anything else is a fault of ours and shown whole. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult options)
      throws Exception {
    if (!(e instanceof IOException)) {
      throw e;
    }
    command.getErr().println(e.getMessage());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** Data sets by the names that the command line uses. */
  static final class DatasetName implements CommandLine.ITypeConverter<Dataset> {

    @Override
    public Dataset convert(String name) {
      for (Dataset dataset : Dataset.values()) {
        if (dataset.toString().equals(name)) {
          return dataset;
        }
      }
      throw new CommandLine.TypeConversionException(
          "expected mnist, fashion-mnist or cifar10, got '" + name + "'");
    }
  }
}
