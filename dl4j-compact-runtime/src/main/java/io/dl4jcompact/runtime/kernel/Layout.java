package io.dl4jcompact.runtime.kernel;

/** Conversions of one sample between channels last (inside of a graph) and first (outside). */
public final class Layout {

  /** Rows that are gone through one after the other. */
  private static final int FEW = 8;

  private static final int COLUMNS = 4;

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

  /** As {@link #toChannelsLast(float[], int, float[], int, int, int)}. */
  public static void toChannelsLast(
      byte[] source, int from, byte[] target, int to, int positions, int channels) {
    transpose(source, from, target, to, channels, positions);
  }

  /** As {@link #toChannelsFirst(float[], int, float[], int, int, int)}. */
  public static void toChannelsFirst(
      byte[] source, int from, byte[] target, int to, int positions, int channels) {
    transpose(source, from, target, to, positions, channels);
  }

  private static void transpose(
      byte[] source, int from, byte[] target, int to, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        target[to + column * rows + row] = source[from + row * columns + column];
      }
    }
  }

  private static void transpose(
      float[] source, int from, float[] target, int to, int rows, int columns) {
    if (rows == 1 || columns == 1) {
      System.arraycopy(source, from, target, to, rows * columns);
      return;
    }
    if (rows < FEW) {
      transpose(source, from, target, to, rows, columns, 0);
      return;
    }
    if (rows <= columns) {
      int whole = rows / FEW * FEW;
      for (int row = 0; row < whole; row += FEW) {
        transposeEight(source, from + row * columns, target, to + row, rows, columns);
      }
      for (int row = whole; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          target[to + column * rows + row] = source[from + row * columns + column];
        }
      }
      return;
    }
    // Else writes would go to places far from each other, which caches may have no room for.
    int done = columns / COLUMNS * COLUMNS;
    for (int column = 0; column < done; column += COLUMNS) {
      transposeFour(source, from + column, target, to + column * rows, rows, columns);
    }
    transpose(source, from, target, to, rows, columns, done);
  }

  /** Transposes the columns from the first one on. */
  private static void transpose(
      float[] source, int from, float[] target, int to, int rows, int columns, int first) {
    for (int row = 0; row < rows; row++) {
      int next = from + row * columns;
      for (int column = first; column < columns; column++) {
        target[to + column * rows + row] = source[next + column];
      }
    }
  }

  /**
   * Transposes eight rows, of each column to places that follow each other. With two columns at a
   * time it is too large for the compiler to inline; inlined it took longer, by a third.
   */
  private static void transposeEight(
      float[] source, int from, float[] target, int to, int rows, int columns) {
    int four = from + 4 * columns;
    int at = to;
    int column = 0;
    for (; column < columns - 1; column += 2, at += 2 * rows) {
      int low = from + column;
      int high = four + column;
      int next = at + rows;
      target[at] = source[low];
      target[at + 1] = source[low + columns];
      target[at + 2] = source[low + 2 * columns];
      target[at + 3] = source[low + 3 * columns];
      target[at + 4] = source[high];
      target[at + 5] = source[high + columns];
      target[at + 6] = source[high + 2 * columns];
      target[at + 7] = source[high + 3 * columns];
      target[next] = source[low + 1];
      target[next + 1] = source[low + columns + 1];
      target[next + 2] = source[low + 2 * columns + 1];
      target[next + 3] = source[low + 3 * columns + 1];
      target[next + 4] = source[high + 1];
      target[next + 5] = source[high + columns + 1];
      target[next + 6] = source[high + 2 * columns + 1];
      target[next + 7] = source[high + 3 * columns + 1];
    }
    for (; column < columns; column++, at += rows) {
      for (int row = 0; row < FEW; row++) {
        target[at + row] = source[from + row * columns + column];
      }
    }
  }

  private static void transposeFour(
      float[] source, int from, float[] target, int to, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      int next = from + row * columns;
      target[to + row] = source[next];
      target[to + rows + row] = source[next + 1];
      target[to + 2 * rows + row] = source[next + 2];
      target[to + 3 * rows + row] = source[next + 3];
    }
  }
}
