package io.dl4jcompact.examples.data;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The data sets that the examples know, each of ten classes. */
public enum Dataset {
  MNIST(List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")),
  FASHION_MNIST(
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot")),
  CIFAR10(
      List.of(
          "airplane",
          "automobile",
          "bird",
          "cat",
          "deer",
          "dog",
          "frog",
          "horse",
          "ship",
          "truck"));

  /** Number of classes of each. */
  public static final int CLASSES = 10;

  private static final int CIFAR_TRAINING_FILES = 5;

  private final List<String> labels;

  Dataset(List<String> labels) {
    this.labels = labels;
  }

  /** Names of the classes, by index. */
  public List<String> labels() {
    return labels;
  }

  /** The name on the command line and in directories: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Where a split's files are.
   *
   * @param directory holds the official files; empty for the subset that is bundled
   * @throws IOException if the directory or a file is missing or unreadable, or nothing is bundled
   */
  public List<URI> files(Split split, Optional<Path> directory) throws IOException {
    List<URI> files = new ArrayList<>();
    for (String name : fileNames(split)) {
      files.add(directory.isPresent() ? DataFiles.find(directory.get(), name) : bundled(name));
    }
    return files;
  }

  /**
   * Reads files in this data set's layout.
   *
   * @param files as {@link #files} gives them
   * @throws IOException if a file is missing, unreadable or of another layout
   */
  public ImageSet read(List<URI> files) throws IOException {
    ImageSet images =
        this == CIFAR10 ? CifarFiles.read(files) : IdxFiles.read(files.get(0), files.get(1));
    for (byte stored : images.labels()) {
      int label = Byte.toUnsignedInt(stored);
      if (label >= labels.size()) {
        throw new IOException(
            files
                + ": label "
                + label
                + ", expected 0.."
                + (labels.size() - 1)
                + ": fetch the files again, or name their data set with --dataset");
      }
    }
    return images;
  }

  private List<String> fileNames(Split split) {
    if (this != CIFAR10) {
      String prefix = split == Split.TRAIN ? "train" : "t10k";
      return List.of(prefix + "-images-idx3-ubyte", prefix + "-labels-idx1-ubyte");
    }
    if (split == Split.TEST) {
      return List.of("test_batch.bin");
    }
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= CIFAR_TRAINING_FILES; i++) {
      names.add("data_batch_" + i + ".bin");
    }
    return names;
  }

  private URI bundled(String name) throws IOException {
    URL resource = Dataset.class.getResource(this + "/" + name + ".gz");
    if (resource == null) {
      throw new IOException(
          "no images of " + this + " are bundled: give --data the directory of its official files");
    }
    try {
      return resource.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("cannot name the bundled file " + resource, e);
    }
  }
}
