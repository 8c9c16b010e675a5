package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/** Collects the bits that a placement of a window sees into a row; padding gives zeros. */
final class BitGather {

  private final Placements placements;
  private final BitRowLayout layout;
  private final int mapWidth;
  private final int kernelWidth;
  private final int positionWords;
  private final boolean runs;

  BitGather(Window window, TensorType input, Placements placements, BitRowLayout layout) {
    this.placements = placements;
    this.layout = layout;
    mapWidth = input.width();
    kernelWidth = window.kernelWidth();
    positionWords = Bits.words(input.channels());
    runs = layout.isAligned() && window.dilationWidth() == 1;
  }

  /**
   * Fills one row.
   *
   * @param map where the sample starts in the source
   * @param row row of the placement
   * @param column column of the placement
   */
  void run(long[] source, int map, int row, int column, long[] target, int to) {
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    Arrays.fill(target, to, to + layout.words(), 0);
    int first = columns.first(column);
    int end = columns.end(column);
    if (first == end) {
      return;
    }
    for (int i = rows.first(row); i < rows.end(row); i++) {
      int line = map + rows.position(row, i) * mapWidth * positionWords;
      if (runs) {
        System.arraycopy(
            source,
            line + columns.position(column, first) * positionWords,
            target,
            to + (i * kernelWidth + first) * positionWords,
            (end - first) * positionWords);
      } else {
        for (int j = first; j < end; j++) {
          int position = line + columns.position(column, j) * positionWords;
          place(source, position, target, to, (i * kernelWidth + j) * layout.tapBits());
        }
      }
    }
  }

  private void place(long[] source, int position, long[] target, int to, int bit) {
    int at = to + bit / Long.SIZE;
    int shift = bit % Long.SIZE;
    int room = layout.tapBits();
    for (int w = 0; w < positionWords; w++, room -= Long.SIZE) {
      long word = source[position + w];
      target[at + w] |= word << shift;
      if (shift + Math.min(room, Long.SIZE) > Long.SIZE) {
        target[at + w + 1] |= word >>> -shift;
      }
    }
  }
}
