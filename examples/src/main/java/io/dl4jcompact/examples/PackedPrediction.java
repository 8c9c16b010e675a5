package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Classifies a test set with an exported model and nothing but the runtime: no class of
 * Deeplearning4j is on its class path.
 *
 * <p>Arguments: model file, data set's name, file to write a byte per image with its class to, and
 * optionally the directory of the data set's files. Prints the nanoseconds an image took.
 */
public final class PackedPrediction {

  private static final int BATCH = 64;
  private static final int WARM_UP_ROUNDS = 3;

  private PackedPrediction() {}

  public static void main(String[] arguments) throws IOException {
    Dataset dataset = Dataset.valueOf(arguments[1]);
    Optional<Path> directory =
        arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty();
    ImageSet images = dataset.read(dataset.files(Split.TEST, directory));
    Session session = CompactModel.load(Path.of(arguments[0])).newSession();

    float[] pixels = images.scaledPixels(0, images.count());
    byte[] classes = new byte[images.count()];
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      classify(session, pixels, classes);
    }
    long start = System.nanoTime();
    classify(session, pixels, classes);
    long nanos = (System.nanoTime() - start) / images.count();

    Files.write(Path.of(arguments[2]), classes);
    System.out.println(nanos);
  }

  /** The index of the largest output for each image. */
  private static void classify(Session session, float[] pixels, byte[] classes) {
    int imageSize = pixels.length / classes.length;
    for (int from = 0; from < classes.length; from += BATCH) {
      int count = Math.min(BATCH, classes.length - from);
      float[] input = new float[count * imageSize];
      System.arraycopy(pixels, from * imageSize, input, 0, input.length);
      float[] output = new float[count * Dataset.CLASSES];
      session.run(input, output);
      for (int i = 0; i < count; i++) {
        classes[from + i] = (byte) largest(output, i * Dataset.CLASSES, Dataset.CLASSES);
      }
    }
  }

  private static int largest(float[] values, int from, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + largest]) {
        largest = i;
      }
    }
    return largest;
  }
}
