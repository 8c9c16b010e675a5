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

  BitGather(Window window, TensorType input, Placements placements, BitRowLayout layout) {
    this.placements = placements;
    this.layout = layout;
    mapWidth = input.width();
    kernelWidth = window.kernelWidth();
    positionWords = Bits.words(input.channels());
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
    for (int i = rows.first(row); i < rows.end(row); i++) {
      int line = map + rows.position(row, i) * mapWidth * positionWords;
      int bit = (i * kernelWidth + columns.first(column)) * layout.tapBits();
      for (int j = columns.first(column); j < columns.end(column); j++) {
        int position = line + columns.position(column, j) * positionWords;
        if (positionWords == 1) {
          placeWord(source[position], target, to, bit);
        } else {
          place(source, position, target, to, bit);
        }
        bit += layout.tapBits();
      }
    }
  }

  private void placeWord(long word, long[] target, int to, int bit) {
    int shift = bit % Long.SIZE;
    int at = to + bit / Long.SIZE;
    target[at] |= word << shift;
    if (shift + layout.tapBits() > Long.SIZE) {
      target[at + 1] |= word >>> -shift;
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
