package io.dl4jcompact.examples.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Labelled 8-bit images of one size, in memory.
 *
 * @param channels channels of an image
 * @param height rows of an image
 * @param width columns of an image
 * @param pixels count · channels · height · width unsigned bytes, image by image, channels first
 * @param labels a class index for each image
 */
public record ImageSet(int channels, int height, int width, byte[] pixels, byte[] labels) {

  /**
   * What pixels are divided by. A power of two: sums of pixels times ±1 are then exact in floats,
   * in whatever order.
   */
  public static final float LEVELS = 256;

  /**
   * @throws IllegalArgumentException if there are not as many images as labels
   */
  public ImageSet {
    if (pixels.length != (long) labels.length * channels * height * width) {
      throw new IllegalArgumentException(
          pixels.length + " pixels are no " + labels.length + " images");
    }
  }

  /** Number of images. */
  public int count() {
    return labels.length;
  }

  /** Pixels of one image. */
  public int imageSize() {
    return channels * height * width;
  }

  /**
   * For the images of a test.
   *
   * @throws IOException if the training images have another size
   */
  public void requireSizeOf(ImageSet training) throws IOException {
    if (!size().equals(training.size())) {
      throw new IOException(
          "the test images are "
              + size()
              + ", the training images "
              + training.size()
              + ": give --data a directory whose files are all of one data set");
    }
  }

  private String size() {
    return channels + "x" + height + "x" + width;
  }

  /** Writes one image's pixels, scaled to [0, 1), to {@code target} from {@code offset} on. */
  public void scaledPixels(int image, float[] target, int offset) {
    int start = image * imageSize();
    for (int i = 0; i < imageSize(); i++) {
      target[offset + i] = (pixels[start + i] & 0xff) / LEVELS;
    }
  }

  /** The given images' pixels, scaled to [0, 1). */
  public float[] scaledPixels(int from, int count) {
    float[] scaled = new float[count * imageSize()];
    for (int i = 0; i < count; i++) {
      scaledPixels(from + i, scaled, i * imageSize());
    }
    return scaled;
  }

  /**
   * Some of the images.
   *
   * @param from the first
   * @param to behind the last
   * @throws IndexOutOfBoundsException if there are no such images
   */
  public ImageSet part(int from, int to) {
    Objects.checkFromToIndex(from, to, count());
    return new ImageSet(
        channels,
        height,
        width,
        Arrays.copyOfRange(pixels, from * imageSize(), to * imageSize()),
        Arrays.copyOfRange(labels, from, to));
  }

  /** Several sets of images of one size as one. */
  static ImageSet concat(List<ImageSet> sets) {
    ImageSet first = sets.get(0);
    int count = sets.stream().mapToInt(ImageSet::count).sum();
    byte[] pixels = new byte[count * first.imageSize()];
    byte[] labels = new byte[count];
    int at = 0;
    for (ImageSet set : sets) {
      System.arraycopy(set.pixels, 0, pixels, at * first.imageSize(), set.pixels.length);
      System.arraycopy(set.labels, 0, labels, at, set.count());
      at += set.count();
    }
    return new ImageSet(first.channels, first.height, first.width, pixels, labels);
  }
}
