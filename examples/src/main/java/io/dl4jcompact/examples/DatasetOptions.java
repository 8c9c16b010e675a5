package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which images a program takes. */
final class DatasetOptions {

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

  Dataset dataset() {
    return dataset;
  }

  /**
   * Training and test images, of one size.
   *
   * @param train to learn
   * @param test to be classified
   */
  record Images(ImageSet train, ImageSet test) {}

  /**
   * Reads both sets.
   *
   * @throws IOException if a file cannot be read, or images have other sizes
   */
  Images read() throws IOException {
    ImageSet train = dataset.read(dataset.files(Split.TRAIN, data));
    ImageSet test = dataset.read(dataset.files(Split.TEST, data));
    test.requireSizeOf(train);
    return new Images(train, test);
  }

  /** The directory of the official files; empty for the bundled subset. */
  Optional<Path> data() {
    return data;
  }

  /** Data sets by the names that the command line uses. */
  static final class DatasetName extends NameConverter<Dataset> {

    DatasetName() {
      super(Dataset.values());
    }
  }
}
