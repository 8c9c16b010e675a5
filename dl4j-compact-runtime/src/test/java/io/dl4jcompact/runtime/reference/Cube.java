package io.dl4jcompact.runtime.reference;

/** One sample's value as numbers, indexed logically; bits are the numbers they stand for. */
final class Cube {

  final int height;
  final int width;
  final int channels;
  private final double[][][] values;

  Cube(int height, int width, int channels) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    values = new double[height][width][channels];
  }

  /** A function of a place. */
  interface Filler {
    double at(int y, int x, int c);
  }

  static Cube of(int height, int width, int channels, Filler filler) {
    Cube cube = new Cube(height, width, channels);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          cube.values[y][x][c] = filler.at(y, x, c);
        }
      }
    }
    return cube;
  }

  double get(int y, int x, int c) {
    return values[y][x][c];
  }

  boolean contains(int y, int x) {
    return y >= 0 && y < height && x >= 0 && x < width;
  }

  double getOrZero(int y, int x, int c) {
    return contains(y, x) ? get(y, x, c) : 0;
  }

  /** Deeplearning4j's order. */
  double[] channelsFirst() {
    double[] flat = new double[height * width * channels];
    int i = 0;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          flat[i++] = values[y][x][c];
        }
      }
    }
    return flat;
  }

  static Cube ofChannelsFirst(double[] flat, int height, int width, int channels) {
    return of(height, width, channels, (y, x, c) -> flat[(c * height + y) * width + x]);
  }
}
