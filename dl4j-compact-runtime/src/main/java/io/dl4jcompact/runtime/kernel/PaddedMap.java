package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/**
 * A map of floats with all that a window's placements see, so that none needs to be told from
 * another: padding is there as zeros.
 */
final class PaddedMap {

  private final int padTop;
  private final int padLeft;
  private final int mapHeight;
  private final int mapWidth;
  private final int channels;
  private final int height;
  private final int width;
  private final boolean copied;

  PaddedMap(Window window, TensorType input) {
    padTop = window.padTop();
    padLeft = window.padLeft();
    mapHeight = input.height();
    mapWidth = input.width();
    channels = input.channels();
    copied = window.isPadded();
    height = copied ? mapHeight + padTop + window.padBottom() : mapHeight;
    width = copied ? mapWidth + padLeft + window.padRight() : mapWidth;
  }

  /** Whether there is padding; else a map is used where it is. */
  boolean isCopied() {
    return copied;
  }

  /** Floats of a copy, 0 if none is made. */
  int size() {
    return copied ? Math.multiplyExact(Math.multiplyExact(height, width), channels) : 0;
  }

  /** Floats from one row to the next. */
  int rowSize() {
    return width * channels;
  }

  /** Makes the copy. */
  void copy(float[] source, int map, float[] target, int to) {
    Arrays.fill(target, to, to + size(), 0);
    for (int row = 0; row < mapHeight; row++) {
      System.arraycopy(
          source,
          map + row * mapWidth * channels,
          target,
          to + (padTop + row) * rowSize() + padLeft * channels,
          mapWidth * channels);
    }
  }

  /**
   * Where the elements that a placement sees in neighbouring channels are, from its first on, in the
   * order of weights.
   *
   * @param seen number of channels
   */
  int[] offsets(Window window, int seen) {
    int[] offsets = new int[Math.multiplyExact(window.taps(), seen)];
    int k = 0;
    for (int i = 0; i < window.kernelHeight(); i++) {
      for (int j = 0; j < window.kernelWidth(); j++) {
        int tap = i * window.dilationHeight() * rowSize() + j * window.dilationWidth() * channels;
        for (int c = 0; c < seen; c++) {
          offsets[k++] = tap + c;
        }
      }
    }
    return offsets;
  }

  /** Where the first position that each placement sees is, row after row. */
  int[] origins(Window window, TensorType input) {
    int rows = window.outputHeight(input.height());
    int columns = window.outputWidth(input.width());
    int[] origins = new int[Math.multiplyExact(rows, columns)];
    for (int i = 0; i < origins.length; i++) {
      int row = i / columns * window.strideHeight();
      int column = i % columns * window.strideWidth();
      origins[i] = row * rowSize() + column * channels;
    }
    return origins;
  }
}
