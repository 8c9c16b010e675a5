package io.dl4jcompact.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains networks by few labels, with and without the images that have none, and compares what they
 * learn.
 */
@Command(
    name = "few-labels",
    description = "Compares training by few labels with training by the other images as well.")
public final class FewLabels extends ExampleProgram {

  @Mixin private DatasetOptions dataset;

  @Option(
      names = "--labels",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "Training images whose labels are used, the first ones. Default: ${DEFAULT-VALUE}.")
  private int labels;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "2500",
      description = "Updates of each training. Default: ${DEFAULT-VALUE}.")
  private int iterations;

  @Option(
      names = "--weight",
      paramLabel = "X",
      defaultValue = "10",
      description = "Greatest weight of disagreement. Default: ${DEFAULT-VALUE}.")
  private double weight;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,3",
      description = "Seeds of weights, order and changes. Default: ${DEFAULT-VALUE}.")
  private List<Long> seeds;

  @Option(
      names = "--held-out",
      paramLabel = "N",
      description =
          "Holds the last N training images out and tests with them, to choose settings without"
              + " seeing the test images.")
  private Optional<Integer> heldOut;

  /** Runs the trainings and ends the JVM: 0 if all went well, 1 after an error, 2 for options. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new FewLabels());
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--labels", labels);
    requirePositive("--iterations", iterations);
    heldOut.ifPresent(number -> requirePositive("--held-out", number));
    FewLabelsTraining training = new FewLabelsTraining(images(), labels, iterations);
    List<Double> supervised = new ArrayList<>();
    List<Double> consistent = new ArrayList<>();
    PrintWriter print = out();
    for (long seed : seeds) {
      supervised.add(training.supervised(seed));
      consistent.add(training.consistent(weight, seed));
      print.printf(
          Locale.ROOT,
          "seed %d: %.2f %% by labels alone, %.2f %% with the other images%n",
          seed,
          100 * supervised.get(supervised.size() - 1),
          100 * consistent.get(consistent.size() - 1));
      print.flush();
    }
    SeedAccuracies with = new SeedAccuracies(consistent);
    SeedAccuracies without = new SeedAccuracies(supervised);
    print.printf(
        "%n%s%n",
        new ResultTable("accuracy, %", "labels alone", "with other images", "gain, points")
            .row(
                dataset.dataset().toString(),
                without.toString(),
                with.toString(),
                with.pointsAbove(without)));
    print.flush();
    return 0;
  }

  private MarkImages images() throws IOException {
    DatasetOptions.Images sets = dataset.read();
    MarkImages images =
        heldOut.isPresent()
            ? MarkImages.holdingOut(dataset.dataset(), sets.train(), heldOut.get())
            : new MarkImages(sets.train(), sets.test());
    int count = images.train().count();
    if (count <= labels) {
      throw new IOException(
          "there are %,d training images: give --labels less than that, got %,d"
              .formatted(count, labels));
    }
    return images;
  }
}
