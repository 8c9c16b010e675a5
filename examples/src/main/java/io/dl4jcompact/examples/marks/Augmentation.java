package io.dl4jcompact.examples.marks;

import java.util.random.RandomGenerator;

/** Changes a training image at random, without changing what it shows. */
public interface Augmentation {

  /**
   * Writes a changed copy of an image.
   *
   * @param source the image's pixels; left as they are
   * @param target takes as many pixels, from {@code offset} on
   * @param random decides about the change, and nothing else does
   */
  void apply(float[] source, ImageShape shape, float[] target, int offset, RandomGenerator random);
}
