package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/**
 * A map with its padding, channel after channel, so that what neighbouring placements see of a
 * channel in a tap are neighbours.
 *
 * <p>With a stride s, the rows y with the same y mod s are kept together, and columns likewise.
 * Placements are numbered as if each row of them was as wide as a row of a plane; those at the end
 * of a row, past the last true one, are computed in vain.
 */
final class SparsePlanes {

  private final Window window;
  private final int mapHeight;
  private final int mapWidth;
  private final int channels;
  private final int rowWidth;
  private final int plane;
  private final int phases;
  private final int placementRows;
  private final int placementColumns;

  SparsePlanes(Window window, TensorType input) {
    this.window = window;
    mapHeight = input.height();
    mapWidth = input.width();
    channels = input.channels();
    placementRows = window.outputHeight(mapHeight);
    placementColumns = window.outputWidth(mapWidth);
    int tall = (window.kernelHeight() - 1) * window.dilationHeight() / window.strideHeight();
    int wide = (window.kernelWidth() - 1) * window.dilationWidth() / window.strideWidth();
    rowWidth = placementColumns + wide;
    int size = Math.multiplyExact(placementRows + tall, rowWidth);
    // Planes whose distance is a multiple of a page's would be in each other's way in a cache.
    plane = size % Long.SIZE == 0 ? size + Short.SIZE : size;
    phases = Math.multiplyExact(window.strideHeight(), window.strideWidth());
  }

  /** Floats that it takes, with those behind the last that may be read. */
  int size() {
    int all = Math.multiplyExact(Math.multiplyExact(plane, phases), channels);
    return Math.addExact(all, rowWidth + ScratchSize.LANES);
  }

  /** Placements, with those in vain between true ones. */
  int placements() {
    return (placementRows - 1) * rowWidth + placementColumns;
  }

  /** Floats of a channel that so many placements see, or a few more. */
  int floatsOfTile(int placements) {
    int ofPhase = plane - this.placements() + placements;
    return Math.min(window.taps(), phases) * Math.min(plane, Math.max(placements, ofPhase));
  }

  /** Placements from one row to the next. */
  int rowWidth() {
    return rowWidth;
  }

  /** True placements of a row. */
  int columns() {
    return placementColumns;
  }

  /** Where what the first placement sees of a channel in a tap is. */
  int place(int tap, int channel) {
    int row = tap / window.kernelWidth() * window.dilationHeight();
    int column = tap % window.kernelWidth() * window.dilationWidth();
    return channel * phases * plane + inChannel(row, column);
  }

  /** Where a position of the padded map is in its channel's planes. */
  private int inChannel(int row, int column) {
    int high = window.strideHeight();
    int wide = window.strideWidth();
    int phase = row % high * wide + column % wide;
    return phase * plane + row / high * rowWidth + column / wide;
  }

  /** Copies a map. */
  void load(float[] source, int map, float[] target) {
    Arrays.fill(target, 0, size(), 0);
    int rows = plane / rowWidth * window.strideHeight();
    int columns = rowWidth * window.strideWidth();
    int lastRow = Math.min(mapHeight, rows - window.padTop());
    int lastColumn = Math.min(mapWidth, columns - window.padLeft());
    int distance = phases * plane;
    for (int row = 0; row < lastRow; row++) {
      for (int column = 0; column < lastColumn; column++) {
        int to = inChannel(row + window.padTop(), column + window.padLeft());
        int from = map + (row * mapWidth + column) * channels;
        for (int channel = 0; channel < channels; channel++) {
          target[to + channel * distance] = source[from + channel];
        }
      }
    }
  }
}
