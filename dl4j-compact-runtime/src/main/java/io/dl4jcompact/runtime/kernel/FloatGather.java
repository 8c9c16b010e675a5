package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/**
 * Collects the floats that a placement of a window sees in some channels into a row; padding gives
 * zeros.
 */
final class FloatGather {

  private final Placements placements;
  private final int mapWidth;
  private final int kernelWidth;
  private final int mapChannels;
  private final int firstChannel;
  private final int channels;
  private final int length;
  private final boolean runs;

  /**
   * @param firstChannel the first channel that it collects
   * @param channels number of channels that it collects
   */
  FloatGather(
      Window window, TensorType input, Placements placements, int firstChannel, int channels) {
    this.placements = placements;
    mapWidth = input.width();
    kernelWidth = window.kernelWidth();
    mapChannels = input.channels();
    this.firstChannel = firstChannel;
    this.channels = channels;
    length = window.taps() * channels;
    runs = window.dilationWidth() == 1 && channels == mapChannels;
  }

  /**
   * Fills one row.
   *
   * @param map where the sample starts in the source
   * @param row row of the placement
   * @param column column of the placement
   */
  void run(float[] source, int map, int row, int column, float[] target, int to) {
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    Arrays.fill(target, to, to + length, 0);
    int first = columns.first(column);
    int end = columns.end(column);
    if (first == end) {
      return;
    }
    for (int i = rows.first(row); i < rows.end(row); i++) {
      int line = map + rows.position(row, i) * mapWidth * mapChannels + firstChannel;
      int next = to + (i * kernelWidth + first) * channels;
      if (runs) {
        int start = line + columns.position(column, first) * mapChannels;
        System.arraycopy(source, start, target, next, (end - first) * channels);
      } else {
        for (int j = first; j < end; j++, next += channels) {
          int start = line + columns.position(column, j) * mapChannels;
          System.arraycopy(source, start, target, next, channels);
        }
      }
    }
  }
}
