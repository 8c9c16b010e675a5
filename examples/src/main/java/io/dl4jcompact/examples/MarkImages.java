package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The images of a training and those that it is tested with. */
record MarkImages(ImageSet train, ImageSet test) {

  private static final int TEST_BATCH = 500;

  /**
   * The same with the first training images only.
   *
   * @throws IOException if there are not as many
   */
  MarkImages withTrain(int number) throws IOException {
    if (number > train.count()) {
      throw new IOException(
          "there are %,d training images, of which %,d cannot be taken: give --train-images at most"
                  .formatted(train.count(), number)
              + " as many");
    }
    return new MarkImages(train.part(0, number), test);
  }

  /** The same with the first test images only; all, if there are fewer. */
  MarkImages withTest(int number) {
    return new MarkImages(train, test.part(0, Math.min(number, test.count())));
  }

  /** What a training is tested with, in minibatches. */
  ImageBatches testBatches() {
    return new ImageBatches(test, TEST_BATCH);
  }

  /**
   * Reads a data set.
   *
   * @param directory holds the official files, or a directory of the data set's name that does
   * @param heldOut number of training images that are tested with, in place of the test images;
   *     empty for the test images
   * @throws IOException if a file is missing or wrong, or fewer images are left than are held out
   */
  static MarkImages read(Dataset dataset, Path directory, Optional<Integer> heldOut)
      throws IOException {
    Path own = directory.resolve(dataset.toString());
    Optional<Path> files = Optional.of(Files.isDirectory(own) ? own : directory);
    ImageSet train = dataset.read(dataset.files(Split.TRAIN, files));
    if (heldOut.isEmpty()) {
      ImageSet test = dataset.read(dataset.files(Split.TEST, files));
      test.requireSizeOf(train);
      return new MarkImages(train, test);
    }
    return holdingOut(dataset, train, heldOut.get());
  }

  /**
   * Tests with the last training images, which are then not trained on.
   *
   * @param dataset its name, for the message
   * @param number at most half of the images
   * @throws IOException if it is more
   */
  static MarkImages holdingOut(Dataset dataset, ImageSet train, int number) throws IOException {
    int kept = train.count() - number;
    if (kept < number) {
      throw new IOException(
          "%s has %,d training images, of which %,d cannot be held out: give --held-out at most half"
              .formatted(dataset, train.count(), number));
    }
    return new MarkImages(train.part(0, kept), train.part(kept, train.count()));
  }
}
