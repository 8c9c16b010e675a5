package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The first images of the bundled set, in files of their own. */
final class FirstImages {

  private FirstImages() {}

  /** Writes training and test images under the official files' names. */
  static void write(int train, int test, Path directory) throws IOException {
    write(Split.TRAIN, "train", train, directory);
    write(Split.TEST, "t10k", test, directory);
  }

  private static void write(Split split, String prefix, int count, Path directory)
      throws IOException {
    Dataset dataset = Dataset.FASHION_MNIST;
    ImageSet images = dataset.read(dataset.files(split, Optional.empty())).part(0, count);
    ByteBuffer imageFile = ByteBuffer.allocate(16 + images.pixels().length);
    imageFile.putInt(2051).putInt(count).putInt(28).putInt(28).put(images.pixels());
    ByteBuffer labelFile = ByteBuffer.allocate(8 + count);
    labelFile.putInt(2049).putInt(count).put(images.labels());
    Files.write(directory.resolve(prefix + "-images-idx3-ubyte"), imageFile.array());
    Files.write(directory.resolve(prefix + "-labels-idx1-ubyte"), labelFile.array());
  }
}
