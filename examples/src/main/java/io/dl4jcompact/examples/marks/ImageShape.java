package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.ImageSet;
import org.deeplearning4j.nn.conf.inputs.InputType;

/** The size of an image; its pixels lie channel by channel, row by row. */
public record ImageShape(int channels, int height, int width) {

  /** The size of a set's images. */
  public static ImageShape of(ImageSet images) {
    return new ImageShape(images.channels(), images.height(), images.width());
  }

  /** Number of pixels, of all channels. */
  public int size() {
    return channels * height * width;
  }

  /** Rows of pixels, one an image, for networks that see maps. */
  public InputType inputType() {
    return InputType.convolutionalFlat(height, width, channels);
  }
}
