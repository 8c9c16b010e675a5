package io.dl4jcompact.binary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class ImageFeaturesTest {

  /** Red grows with x, green with y, blue is constant. */
  private static byte[] png(int height, int width) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 10 * x << 16 | 20 * y << 8 | 200);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void coloursAreChannelsOfLevelsOver256() throws IOException {
    ImageFeatures features = new ImageFeatures(3, 5, 3);
    INDArray pixels = features.extract(png(3, 5));
    assertThat(pixels.shape()).containsExactly(1, 3, 3, 5);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 5; x++) {
        assertThat(pixels.getFloat(0, 0, y, x)).isEqualTo(10 * x / 256f);
        assertThat(pixels.getFloat(0, 1, y, x)).isEqualTo(20 * y / 256f);
        assertThat(pixels.getFloat(0, 2, y, x)).isEqualTo(200 / 256f);
      }
    }
    assertThat(features.inputType()).isEqualTo(InputType.convolutional(3, 5, 3));
  }

  @Test
  void oneChannelIsTheLuminance() throws IOException {
    INDArray pixels = new ImageFeatures(3, 5, 1).extract(png(3, 5));
    assertThat(pixels.shape()).containsExactly(1, 1, 3, 5);
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 5; x++) {
        double luminance = 0.299 * 10 * x + 0.587 * 20 * y + 0.114 * 200;
        assertThat(pixels.getDouble(0, 0, y, x) * 256).isBetween(luminance - 1, luminance + 1e-4);
      }
    }
  }

  @Test
  void otherSizesAreStretched() throws IOException {
    INDArray pixels = new ImageFeatures(6, 10, 3).extract(png(3, 5));
    assertThat(pixels.shape()).containsExactly(1, 3, 6, 10);
    for (int x = 1; x < 10; x++) {
      assertThat(pixels.getFloat(0, 0, 3, x))
          .as("red grows to the right")
          .isGreaterThanOrEqualTo(pixels.getFloat(0, 0, 3, x - 1));
    }
    assertThat(pixels.getFloat(0, 0, 3, 9)).isEqualTo(40 / 256f);
  }

  @Test
  void whatIsNoImageIsRefused() {
    assertThatThrownBy(() -> new ImageFeatures(3, 5, 1).extract(new byte[7]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("7 bytes are no image")
        .hasMessageContaining("PNG");
  }

  @ParameterizedTest
  @CsvSource({"0, 5, 1", "3, 0, 1", "3, 5, 2", "3, 5, 0", "65536, 65536, 3"})
  void sizesThatCannotBeAreRefused(int height, int width, int channels) {
    assertThatThrownBy(() -> new ImageFeatures(height, width, channels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("%d channels of %dx%d".formatted(channels, height, width));
  }
}
