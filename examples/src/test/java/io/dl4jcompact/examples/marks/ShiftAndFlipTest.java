package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShiftAndFlipTest {

  private static final ImageShape SHAPE = new ImageShape(2, 3, 4);

  /** Pixels 1, 2, 3, ...: 0 comes from outside only. */
  private static float[] image() {
    float[] image = new float[SHAPE.size()];
    for (int i = 0; i < image.length; i++) {
      image[i] = i + 1;
    }
    return image;
  }

  /** Shifted, then mirrored as a whole. */
  private static List<Float> expected(int down, int right, boolean mirrored) {
    List<Float> pixels = new ArrayList<>();
    for (int channel = 0; channel < 2; channel++) {
      for (int row = 0; row < 3; row++) {
        for (int column = 0; column < 4; column++) {
          int seen = mirrored ? 3 - column : column;
          int fromRow = row - down;
          int fromColumn = seen - right;
          boolean outside = fromRow < 0 || fromRow > 2 || fromColumn < 0 || fromColumn > 3;
          pixels.add(outside ? 0f : channel * 12 + fromRow * 4 + fromColumn + 1f);
        }
      }
    }
    return pixels;
  }

  private static List<Float> changed(ShiftAndFlip augmentation, SplittableRandom random) {
    float[] target = new float[SHAPE.size() + 1];
    augmentation.apply(image(), SHAPE, target, 1, random);
    List<Float> pixels = new ArrayList<>();
    for (int i = 1; i < target.length; i++) {
      pixels.add(target[i]);
    }
    return pixels;
  }

  @Test
  void everyShiftIsDrawnMirroredAndNotAndNothingElse() {
    Set<List<Float>> all = new HashSet<>();
    for (int down = -1; down <= 1; down++) {
      for (int right = -1; right <= 1; right++) {
        all.add(expected(down, right, false));
        all.add(expected(down, right, true));
      }
    }
    assertThat(all).hasSize(18);
    SplittableRandom random = new SplittableRandom(4);
    Set<List<Float>> drawn = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      drawn.add(changed(new ShiftAndFlip(1), random));
    }
    assertThat(drawn).isEqualTo(all);
  }

  @Test
  void theGeneratorDecidesAlone() {
    assertThat(changed(new ShiftAndFlip(2), new SplittableRandom(7)))
        .isEqualTo(changed(new ShiftAndFlip(2), new SplittableRandom(7)));
  }
}
