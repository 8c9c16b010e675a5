package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
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
