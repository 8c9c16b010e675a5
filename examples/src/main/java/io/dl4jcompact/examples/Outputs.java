package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A classifier's probabilities for a set of images.
 *
 * @param values {@link Dataset#CLASSES} for each image, image by image
 */
record Outputs(float[] values) {

  private static final int BATCH = 64;

  /** What an exported model gives for all images of a set. */
  static Outputs of(CompactModel model, ImageSet images) {
    float[] values = new float[images.count() * Dataset.CLASSES];
    for (int from = 0; from < images.count(); from += BATCH) {
      int count = Math.min(BATCH, images.count() - from);
      float[] batch = model.predict(images.scaledPixels(from, count));
      System.arraycopy(batch, 0, values, from * Dataset.CLASSES, batch.length);
    }
    return new Outputs(values);
  }

  /** Reads what {@link #write} wrote. */
  static Outputs read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return new Outputs(values);
  }

  /** Writes the values' bits, without loss. */
  void write(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    Files.write(file, bytes.array());
  }

  /** The class with the largest probability, for each image. */
  byte[] classes() {
    byte[] classes = new byte[values.length / Dataset.CLASSES];
    for (int image = 0; image < classes.length; image++) {
      int from = image * Dataset.CLASSES;
      int largest = 0;
      for (int i = 1; i < Dataset.CLASSES; i++) {
        largest = values[from + i] > values[from + largest] ? i : largest;
      }
      classes[image] = (byte) largest;
    }
    return classes;
  }
}
