package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.marks.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** From which images a mark is learnt, and for how long. */
final class MarkOptions {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description =
          "Directory with the data sets' official files, in mnist, fashion-mnist and cifar10 below"
              + " it; without such a directory, in itself.")
  private Path data;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of each training. Default: each recipe's own.")
  private Optional<Integer> epochs;

  @Option(
      names = "--held-out",
      paramLabel = "N",
      description =
          "Holds the last N training images out and tests with them, to choose settings without"
              + " seeing the test images.")
  private Optional<Integer> heldOut;

  /** Refuses numbers less than 1 in the name of a program. */
  void requirePositive(ExampleProgram program) {
    epochs.ifPresent(number -> program.requirePositive("--epochs", number));
    heldOut.ifPresent(number -> program.requirePositive("--held-out", number));
  }

  /** A recipe with the epochs that were asked for, else its own. */
  Recipe withEpochs(Recipe recipe) {
    return epochs.map(recipe::withEpochs).orElse(recipe);
  }

  /** What was asked for, as a text: another one is another comparison. */
  String budget() {
    return "epochs %s, held out %s"
        .formatted(
            epochs.map(String::valueOf).orElse("of the recipe"),
            heldOut.map(String::valueOf).orElse("none"));
  }

  /** Reads a data set; see {@link MarkImages#read}. */
  MarkImages images(Dataset dataset) throws IOException {
    return MarkImages.read(dataset, data, heldOut);
  }
}
