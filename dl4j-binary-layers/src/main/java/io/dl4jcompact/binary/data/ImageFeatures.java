package io.dl4jcompact.binary.data;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pixels in [0, 1): levels of 0..255 divided by 256, so that sums with weights of ±1 are exact in
 * floats. Shape [1, channels, height, width]; red, green, blue, or one channel with (299 R + 587 G
 * + 114 B) / 1000, as in ITU-R BT.601.
 *
 * <p>Reads what the JDK reads: PNG, JPEG, BMP, GIF. An image of another size is stretched, by the
 * JDK's bilinear filter; make photographs smaller beforehand.
 *
 * @param height rows
 * @param width columns
 * @param channels 1 or 3
 */
public record ImageFeatures(int height, int width, int channels) implements FeatureExtractor {

  private static final float LEVELS = 256;

  /**
   * @throws IllegalArgumentException if a size is less than 1, there are not 1 or 3 channels, or an
   *     image would be too large for memory
   */
  public ImageFeatures {
    if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
      throw new IllegalArgumentException(
          "ImageFeatures: %d channels of %dx%d, expected 1 or 3 of at least 1x1; say what size the"
                  .formatted(channels, height, width)
              + " network takes");
    }
    SampleSize.require(
        "ImageFeatures: %d channels of %dx%d".formatted(channels, height, width),
        (double) channels * height * width,
        "scale images to less");
  }

  @Override
  public INDArray extract(byte[] content) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(content));
    if (image == null) {
      throw new IOException(
          "%d bytes are no image that the JDK reads, expected PNG, JPEG, BMP or GIF; convert it"
              .formatted(content.length));
    }
    BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scaled.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    float[] values = new float[channels * height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = scaled.getRGB(x, y);
        for (int channel = 0; channel < channels; channel++) {
          values[(channel * height + y) * width + x] = level(rgb, channel) / LEVELS;
        }
      }
    }
    return Nd4j.create(values, new int[] {1, channels, height, width});
  }

  private int level(int rgb, int channel) {
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    if (channels == 1) {
      return (299 * red + 587 * green + 114 * blue) / 1000;
    }
    return channel == 0 ? red : channel == 1 ? green : blue;
  }

  @Override
  public InputType inputType() {
    return InputType.convolutional(height, width, channels);
  }
}
