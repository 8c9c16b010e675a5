package io.dl4jcompact.examples.marks;

import java.util.random.RandomGenerator;

/**
 * Moves an image by whole pixels, zeros coming in at the border, and mirrors every second one, left
 * to right.
 *
 * @param pixels greatest move along each axis, either way
 */
public record ShiftAndFlip(int pixels) implements Augmentation {

  @Override
  public void apply(
      float[] source, ImageShape shape, float[] target, int offset, RandomGenerator random) {
    int down = random.nextInt(-pixels, pixels + 1);
    int right = random.nextInt(-pixels, pixels + 1);
    boolean mirrored = random.nextBoolean();
    int to = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int row = 0; row < shape.height(); row++) {
        int fromRow = row - down;
        int start = (channel * shape.height() + fromRow) * shape.width();
        for (int column = 0; column < shape.width(); column++) {
          int fromColumn = (mirrored ? shape.width() - 1 - column : column) - right;
          boolean inside =
              fromRow >= 0
                  && fromRow < shape.height()
                  && fromColumn >= 0
                  && fromColumn < shape.width();
          target[to++] = inside ? source[start + fromColumn] : 0;
        }
      }
    }
  }
}
