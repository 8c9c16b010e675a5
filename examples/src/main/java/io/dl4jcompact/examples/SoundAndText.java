package io.dl4jcompact.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains a one-bit network on bundled sounds and another on bundled text, with positive and
 * negative samples in a set ratio, exports both, and runs the exported models.
 */
@Command(
    name = "sound-and-text",
    description = "Trains one-bit networks on bundled sound and text, and runs them packed.")
public final class SoundAndText extends ExampleProgram {

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Epochs of each training. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of weights and order. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "sound-and-text-out",
      description = "Where both models are written. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /**
   * Runs the example and ends the JVM: 0 if all went well, 1 after an error or if a packed model
   * does not give its network's classes, 2 for wrong options.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new SoundAndText());
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--epochs", epochs);
    makeWritable(out);
    List<TwoClassTask.Result> results = new ArrayList<>();
    try (UnpackedSounds sounds = new UnpackedSounds()) {
      results.add(SoundTask.of(sounds, seed).run(SoundTask.network(seed), epochs, out));
    }
    results.add(TextTask.of(seed).run(TextTask.network(seed), epochs, out));

    PrintWriter print = out();
    print.println(table(results));
    print.println("The models are in " + out + ".");
    print.flush();
    return results.stream().allMatch(r -> r.sameClass() == r.samples()) ? 0 : 1;
  }

  private static ResultTable table(List<TwoClassTask.Result> results) {
    ResultTable table =
        new ResultTable(
            "", "test samples", "accuracy", "packed", "same class", "as floats", "packed file");
    for (TwoClassTask.Result result : results) {
      table.row(
          result.name(),
          Integer.toString(result.samples()),
          percent(result.accuracy()),
          percent(result.packedAccuracy()),
          Integer.toString(result.sameClass()),
          kilobytes(result.parameterBytes()),
          kilobytes(result.modelBytes()));
    }
    return table;
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String kilobytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f kB", bytes / 1e3);
  }
}
