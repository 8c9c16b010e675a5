package io.dl4jcompact.examples;

import io.dl4jcompact.examples.marks.MarkTraining.Epoch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * Keeps each epoch in a file of comma-separated values as soon as it is over, so that a training
 * that is stopped leaves what it reached.
 *
 * @param file is added to, or made with its heading
 * @param console is told as well
 */
record EpochLog(Path file, PrintWriter console) {

  private static final String HEADING = "mark,network,seed,epoch,loss,accuracy,seconds";

  /**
   * @param name of the training: its mark, network and seed, between commas
   */
  void add(String name, Epoch epoch) throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "%s,%d,%.4f,%.4f,%.1f%n",
            name,
            epoch.number(),
            epoch.loss(),
            epoch.accuracy(),
            epoch.seconds());
    String start = Files.exists(file) ? "" : HEADING + System.lineSeparator();
    try {
      Files.writeString(file, start + line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new IOException(
          "cannot write to " + file + ": free space there, or choose another directory with --out",
          e);
    }
    console.printf(
        Locale.ROOT,
        "%s: epoch %d, loss %.4f, accuracy %.2f %%, %.0f s%n",
        name,
        epoch.number(),
        epoch.loss(),
        100 * epoch.accuracy(),
        epoch.seconds());
    console.flush();
  }

  /** Says that a training goes on behind the epochs that an earlier run reached. */
  void goesOn(String name, int epochs) {
    console.printf("%s: goes on after epoch %d%n", name, epochs);
    console.flush();
  }
}
