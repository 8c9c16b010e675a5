package io.dl4jcompact.sparse;

import java.util.ArrayList;
import java.util.List;

/** Shapes of the weights of published networks, [outputs, inputs, kernel..]. */
final class Architectures {

  private Architectures() {}

  /** LeCun et al. 1998: 784-300-100-10. */
  static long[][] lenet300100() {
    return new long[][] {{300, 784}, {100, 300}, {10, 100}};
  }

  /** Simonyan and Zisserman 2015, configuration D, for ImageNet. */
  static long[][] vgg16() {
    List<long[]> shapes = new ArrayList<>();
    long channels = 3;
    int[][] stages = {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}};
    for (int[] stage : stages) {
      for (int i = 0; i < stage[1]; i++) {
        shapes.add(new long[] {stage[0], channels, 3, 3});
        channels = stage[0];
      }
    }
    shapes.add(new long[] {4096, 512 * 7 * 7});
    shapes.add(new long[] {4096, 4096});
    shapes.add(new long[] {1000, 4096});
    return shapes.toArray(new long[0][]);
  }

  /** He et al. 2016, table 1, with projections where the size changes. */
  static long[][] resnet50() {
    List<long[]> shapes = new ArrayList<>();
    shapes.add(new long[] {64, 3, 7, 7});
    long channels = 64;
    int[][] stages = {{64, 3}, {128, 4}, {256, 6}, {512, 3}};
    for (int[] stage : stages) {
      long width = stage[0];
      for (int block = 0; block < stage[1]; block++) {
        shapes.add(new long[] {width, channels, 1, 1});
        shapes.add(new long[] {width, width, 3, 3});
        shapes.add(new long[] {4 * width, width, 1, 1});
        if (block == 0) {
          shapes.add(new long[] {4 * width, channels, 1, 1});
        }
        channels = 4 * width;
      }
    }
    shapes.add(new long[] {1000, 2048});
    return shapes.toArray(new long[0][]);
  }
}
