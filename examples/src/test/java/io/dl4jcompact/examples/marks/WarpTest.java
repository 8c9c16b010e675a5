package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WarpTest {

  private static final int SIDE = 7;
  private static final ImageShape SHAPE = new ImageShape(2, SIDE, SIDE);

  /** Always draws the greatest change, and bends by one deviation. */
  private static final class Greatest implements RandomGenerator {
    @Override
    public long nextLong() {
      return -1;
    }

    @Override
    public double nextDouble() {
      return 1;
    }

    @Override
    public double nextGaussian() {
      return 1;
    }
  }

  private static float[] image() {
    SplittableRandom random = new SplittableRandom(5);
    float[] image = new float[SHAPE.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextDouble();
    }
    return image;
  }

  private static float[] warped(Warp warp, RandomGenerator random) {
    float[] target = new float[SHAPE.size() + 3];
    warp.apply(image(), SHAPE, target, 3, random);
    return Arrays.copyOfRange(target, 3, target.length);
  }

  private static float pixel(float[] image, int channel, int row, int column) {
    boolean inside = row >= 0 && row < SIDE && column >= 0 && column < SIDE;
    return inside ? image[(channel * SIDE + row) * SIDE + column] : 0;
  }

  @Test
  void withoutAnyChangeTheImageStays() {
    assertThat(warped(new Warp(0, 0, 0, 0), new SplittableRandom(1))).containsExactly(image());
  }

  @Test
  void aQuarterTurnMovesRowsToColumns() {
    float[] turned = warped(new Warp(90, 0, 0, 0), new Greatest());
    for (int channel = 0; channel < 2; channel++) {
      for (int row = 0; row < SIDE; row++) {
        for (int column = 0; column < SIDE; column++) {
          assertThat(pixel(turned, channel, row, column))
              .isCloseTo(pixel(image(), channel, column, SIDE - 1 - row), within(1e-5f));
        }
      }
    }
  }

  @Test
  void aMoveByPixelsAndABendThatIsTheSameEverywhereAddUp() {
    float[] moved = warped(new Warp(0, 0, 2, 1), new Greatest());
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        assertThat(pixel(moved, 1, row, column))
            .isCloseTo(pixel(image(), 1, row + 3, column + 3), within(1e-5f));
      }
    }
  }

  @Test
  void halfAPixelIsTheMeanOfTwo() {
    float[] stretched = warped(new Warp(0, 0.5, 0, 0), new Greatest());
    // Column 4 is one from the middle: slant 0.5 · 0, scale 1.5, so it sees column 4.5.
    assertThat(pixel(stretched, 0, 3, 4))
        .isCloseTo((pixel(image(), 0, 3, 4) + pixel(image(), 0, 3, 5)) / 2, within(1e-5f));
  }

  @Test
  void theGeneratorDecidesAlone() {
    Warp warp = new Warp(10, 0.1, 1.5, 0.7);
    float[] first = warped(warp, new SplittableRandom(9));
    assertThat(warped(warp, new SplittableRandom(9))).containsExactly(first);
    assertThat(warped(warp, new SplittableRandom(10))).isNotEqualTo(first);
  }
}
