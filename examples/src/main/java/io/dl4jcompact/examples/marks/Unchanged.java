package io.dl4jcompact.examples.marks;

import java.util.random.RandomGenerator;

/** Leaves an image as it is. */
record Unchanged() implements Augmentation {

  @Override
  public void apply(
      float[] source, ImageShape shape, float[] target, int offset, RandomGenerator random) {
    System.arraycopy(source, 0, target, offset, shape.size());
  }
}
