package io.dl4jcompact.runtime.kernel;

/** Conversions of one sample between channels last (inside of a graph) and first (outside). */
public final class Layout {

  private Layout() {}

  /** Copies channels × positions to positions × channels. */
  public static void toChannelsLast(
      float[] source, int from, float[] target, int to, int positions, int channels) {
    transpose(source, from, target, to, channels, positions);
  }

  /** Copies positions × channels to channels × positions. */
  public static void toChannelsFirst(
      float[] source, int from, float[] target, int to, int positions, int channels) {
    transpose(source, from, target, to, positions, channels);
  }

  private static void transpose(
      float[] source, int from, float[] target, int to, int rows, int columns) {
    if (rows == 1 || columns == 1) {
      System.arraycopy(source, from, target, to, rows * columns);
      return;
    }
    for (int row = 0; row < rows; row++) {
      int next = from + row * columns;
      for (int column = 0; column < columns; column++) {
        target[to + column * rows + row] = source[next + column];
      }
    }
  }
}
