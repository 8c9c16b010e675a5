package io.dl4jcompact.sparse.consistency;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves each image by a random whole number of pixels in each direction, from -most to most; all
 * its channels alike. What comes in at the border is 0.
 *
 * <p>Shapes: [minibatch, channels, height, width], or images as rows, [minibatch, channels · height
 * · width].
 *
 * @param most in pixels, at least 1 and less than height and width
 * @param height in pixels
 * @param width in pixels
 */
public record PixelShift(int most, int height, int width) implements Augmentation {

  public PixelShift {
    Settings.requireAtLeast("PixelShift: most", most, 1);
    Settings.requireAtLeast("PixelShift: height", height, most + 1L);
    Settings.requireAtLeast("PixelShift: width", width, most + 1L);
  }

  /**
   * Images that were moved.
   *
   * @throws IllegalArgumentException if samples are not images of this height and width
   */
  @Override
  public INDArray apply(INDArray features, long seed) {
    int samples = Math.toIntExact(features.size(0));
    int length = Math.toIntExact(features.length() / samples);
    int area = height * width;
    boolean images =
        features.rank() == 2
            ? length % area == 0
            : features.rank() == 4 && features.size(2) == height && features.size(3) == width;
    if (!images) {
      throw new IllegalArgumentException(
          "PixelShift: features are %s, expected images of %d x %d pixels"
              .formatted(Arrays.toString(features.shape()), height, width));
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] from = features.dup('c').data().asDouble();
    double[] to = new double[from.length];
    for (int sample = 0; sample < samples; sample++) {
      int down = random.nextInt(-most, most + 1);
      int right = random.nextInt(-most, most + 1);
      for (int map = sample * length; map < (sample + 1) * length; map += area) {
        move(from, to, map, down, right);
      }
    }
    return Nd4j.createFromArray(to).castTo(features.dataType()).reshape('c', features.shape());
  }

  private void move(double[] from, double[] to, int map, int down, int right) {
    int length = width - Math.abs(right);
    for (int row = Math.max(0, down); row < Math.min(height, height + down); row++) {
      System.arraycopy(
          from,
          map + (row - down) * width + Math.max(0, -right),
          to,
          map + row * width + Math.max(0, right),
          length);
    }
  }
}
