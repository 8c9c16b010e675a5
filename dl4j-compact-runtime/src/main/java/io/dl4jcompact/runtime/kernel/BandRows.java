package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/**
 * Rows that are read where they lie: a band of the map is loaded with its padding, as many lines as
 * some rows of placements see, and the words of a row are at the same distances from each
 * placement's first.
 */
final class BandRows implements BitRows {

  /** Words of a band, few enough for the second-level cache in any form of operands. */
  private static final int MOST_WORDS = 4096;

  private final Window window;
  private final Placements placements;
  private final BandOnes ones;
  private final int mapHeight;
  private final int mapWidth;
  private final int positionWords;
  private final int lineWords;
  private final int bandRows;
  private final int bandLines;

  BandRows(Window window, TensorType input, Placements placements) {
    this.window = window;
    this.placements = placements;
    mapHeight = input.height();
    mapWidth = input.width();
    positionWords = Bits.words(input.channels());
    int lineWidth = mapWidth + window.padLeft() + window.padRight();
    lineWords = Math.multiplyExact(lineWidth, positionWords);
    int extent = (window.kernelHeight() - 1) * window.dilationHeight() + 1;
    int more = Math.max(0, MOST_WORDS / lineWords - extent) / window.strideHeight();
    bandRows = Math.min(placements.height(), 1 + more);
    bandLines = (bandRows - 1) * window.strideHeight() + extent;
    ones = new BandOnes(window, lineWidth, bandLines, positionWords);
  }

  @Override
  public int perSample() {
    return placements.count();
  }

  @Override
  public int operandWords() {
    return Math.multiplyExact(bandLines, lineWords);
  }

  @Override
  public ScratchSize scratch() {
    return new ScratchSize(0, 0, ones.size(), 0, 0);
  }

  @Override
  public int[] offsets(int first, int count) {
    int[] offsets = new int[window.taps() * count];
    for (int i = 0; i < offsets.length; i++) {
      int tap = i / count;
      int line = tap / window.kernelWidth() * window.dilationHeight();
      int position = tap % window.kernelWidth() * window.dilationWidth();
      offsets[i] = line * lineWords + position * positionWords + first + i % count;
    }
    return offsets;
  }

  @Override
  public int load(Memory memory, int from, int row, int count, BitOperands operands) {
    int placement = row % placements.count();
    int y = placement / placements.width();
    int x = placement % placements.width();
    int intsFrom = operands.ints(operandWords());
    int bandRow = y % bandRows;
    if (x == 0 && bandRow == 0) {
      int map = from + row / placements.count() * mapHeight * mapWidth * positionWords;
      loadBand(memory, map, y, operands, intsFrom);
    }
    int end = Math.min(placements.height(), y - bandRow + bandRows) * placements.width();
    int rows = Math.min(BitConvolution.TILE, end - placement);
    for (int r = 0; r < rows; y++, bandRow++, x = 0) {
      if (x == 0) {
        ones.sumColumns(memory.scratchInts(), intsFrom, bandRow * window.strideHeight());
      }
      int length = Math.min(rows - r, placements.width() - x);
      ones.sumRows(memory.scratchInts(), intsFrom, x, memory.ones(), r, length);
      int line = bandRow * window.strideHeight() * lineWords;
      for (int i = 0; i < length; i++) {
        memory.starts()[r + i] = line + (x + i) * window.strideWidth() * positionWords;
        memory.classes()[r + i] = placements.classOf(y, x + i);
      }
      r += length;
    }
    return rows;
  }

  /** Loads the lines that the rows of placements from y on see. */
  private void loadBand(Memory memory, int map, int y, BitOperands operands, int intsFrom) {
    int rows = Math.min(bandRows, placements.height() - y);
    int lines = bandLines - (bandRows - rows) * window.strideHeight();
    int first = y * window.strideHeight() - window.padTop();
    int left = window.padLeft() * positionWords;
    int length = mapWidth * positionWords;
    for (int line = 0; line < lines; line++) {
      int to = line * lineWords;
      int position = first + line;
      if (position < 0 || position >= mapHeight) {
        operands.clear(memory, to, lineWords);
        ones.clear(memory.scratchInts(), intsFrom, line);
      } else {
        int source = map + position * length;
        operands.clear(memory, to, left);
        operands.load(memory.words(), source, length, memory, to + left);
        operands.clear(memory, to + left + length, lineWords - left - length);
        ones.count(memory.words(), source, mapWidth, memory.scratchInts(), intsFrom, line);
      }
    }
  }
}
