package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.examples.marks.Precision;
import io.dl4jcompact.examples.marks.Recipe;
import io.dl4jcompact.examples.marks.VggSmall;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains VGG-Small on CIFAR-10 by sign flips with the paper's settings, at any scale, exports it
 * and runs the exported model.
 */
@Command(
    name = "vgg-small-flips",
    description = "Trains VGG-Small on CIFAR-10 by sign flips, at any scale.")
public final class VggSmallFlips extends ExampleProgram {

  private static final String NAME = "cifar10-vgg-small";

  @Mixin private MarkOptions options;

  @Option(
      names = "--width",
      paramLabel = "N",
      defaultValue = "128",
      description =
          "Channels of the first two convolutions; the others have two and four times as many."
              + " Default: ${DEFAULT-VALUE}, as in the paper.")
  private int width;

  @Option(
      names = "--eta",
      paramLabel = "X",
      defaultValue = "150",
      description = "How readily bits flip, at first. Default: ${DEFAULT-VALUE}, as in the paper.")
  private double eta;

  @Option(
      names = "--train-images",
      paramLabel = "N",
      description = "Trains with the first N images only. Default: all.")
  private Optional<Integer> trainImages;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of weights, order and changes of images. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "vgg-small-out",
      description = "Where model and epochs are written. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /**
   * Runs the training and ends the JVM: 0 if all went well; 1 after an error or if the exported
   * model does not give its network's classes; 2 for wrong options.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new VggSmallFlips());
  }

  @Override
  public Integer call() throws IOException {
    options.requirePositive(this);
    requirePositive("--width", width);
    trainImages.ifPresent(number -> requirePositive("--train-images", number));
    makeWritable(out);
    MarkImages images = options.images(Dataset.CIFAR10);
    if (trainImages.isPresent()) {
      images = images.withTrain(trainImages.get());
    }
    PrintWriter print = out();
    EpochLog log = new EpochLog(out.resolve("epochs.csv"), print);
    Recipe recipe = options.withEpochs(VggSmall.recipe(width, eta));
    MarkCheckpoint kept =
        new MarkCheckpoint(out.resolve(NAME + ".zip"), NAME + ",sign-flip," + seed, log);
    MarkTraining training =
        MarkTraining.run(recipe, Precision.BITS, images.train(), images.testBatches(), seed, kept);
    PackedMark packed = PackedMark.export(training, NAME, seed, images, Dataset.CIFAR10, out);
    print.printf(
        "%n%.2f %% after epoch %d with %,d training images, width %d and eta %s; the exported model has"
            + " %.2f %%, %,.1f kB, and the same class for %,d of %,d images.%n",
        100 * training.last().accuracy(),
        training.last().number(),
        images.train().count(),
        width,
        eta,
        100 * packed.accuracy(),
        packed.bytes() / 1e3,
        packed.agreement().sameClass(),
        packed.agreement().images());
    print.flush();
    kept.delete();
    return packed.agrees() ? 0 : 1;
  }
}
