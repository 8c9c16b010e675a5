package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/**
 * Counts the ones that each placement on a band of a map sees: once a position, then along the
 * columns and along the rows of the window.
 *
 * <p>The working space has the ones of each position of the band, line after line, and then the
 * sums of columns for one row of placements.
 */
final class BandOnes {

  private final Window window;
  private final int lineWidth;
  private final int lines;
  private final int positionWords;

  BandOnes(Window window, int lineWidth, int lines, int positionWords) {
    this.window = window;
    this.lineWidth = lineWidth;
    this.lines = lines;
    this.positionWords = positionWords;
  }

  /** Integers of working space. */
  int size() {
    return Math.multiplyExact(lines + 1, lineWidth);
  }

  /** Sets a line outside of the map to zeros. */
  void clear(int[] space, int from, int line) {
    int start = from + line * lineWidth;
    Arrays.fill(space, start, start + lineWidth, 0);
  }

  /** Counts the ones at the positions of a line, and sets those of the padding to zeros. */
  void count(long[] words, int source, int positions, int[] space, int from, int line) {
    int start = from + line * lineWidth;
    int first = start + window.padLeft();
    Arrays.fill(space, start, first, 0);
    for (int i = 0; i < positions; i++) {
      space[first + i] = WholeSamples.ones(words, source + i * positionWords, positionWords);
    }
    Arrays.fill(space, first + positions, start + lineWidth, 0);
  }

  /** Adds up columns for the row of placements whose first line this is. */
  void sumColumns(int[] space, int from, int line) {
    int sums = from + lines * lineWidth;
    System.arraycopy(space, from + line * lineWidth, space, sums, lineWidth);
    for (int i = 1; i < window.kernelHeight(); i++) {
      int start = from + (line + i * window.dilationHeight()) * lineWidth;
      for (int x = 0; x < lineWidth; x++) {
        space[sums + x] += space[start + x];
      }
    }
  }

  /** Sets the numbers of ones of some placements of that row. */
  void sumRows(int[] space, int from, int column, int[] ones, int to, int count) {
    int sums = from + lines * lineWidth + column * window.strideWidth();
    for (int i = 0; i < count; i++) {
      int sum = 0;
      for (int j = 0; j < window.kernelWidth(); j++) {
        sum += space[sums + i * window.strideWidth() + j * window.dilationWidth()];
      }
      ones[to + i] = sum;
    }
  }
}
