package io.dl4jcompact.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The main job: trains a small convolutional network twice, with float layers and with one-bit
 * layers, exports the one-bit network, runs the exported model in a JVM without Deeplearning4j, and
 * prints what came of it.
 */
@Command(
    name = "quickstart",
    description = "Trains a one-bit network on real images and runs it without Deeplearning4j.")
public final class Quickstart extends ExampleProgram {

  @Mixin private DatasetOptions images;

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
    return commandLine(new Quickstart());
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--epochs", epochs);
    makeWritable(out);
    QuickstartResult result =
        new QuickstartJob(images.dataset(), images.data(), epochs, seed, out).run();
    PrintWriter console = out();
    console.printf("%n%s%n", result.report().table());
    console.printf("%n%s%n%s%n", result.table(), result.summary());
    console.printf("Model and report are in %s.%n", out.toAbsolutePath());
    console.flush();
    if (!result.agrees()) {
      err()
          .printf(
              "An exported model does not give what its network gives: expected the same class for"
                  + " every image, and outputs within %.0e, relative.%n",
              Agreement.TOLERANCE);
      return 1;
    }
    return 0;
  }
}
