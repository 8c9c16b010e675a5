package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/** What the taps of a window see at all its placements, outside of the map bits of 0. */
final class TapRows {

  private final LayerShape shape;

  TapRows(LayerShape shape) {
    this.shape = shape;
  }

  /**
   * For each channel of each of some taps, the bits that it has at all placements of all samples,
   * in whole words.
   */
  long[] transposed(BitBatch x, int firstTap, int count) {
    int channels = shape.input().channels();
    int rows = x.samples() * shape.output().positions();
    int rowWords = BitBlocks.words(rows);
    long[] result = new long[Math.multiplyExact(count * channels, rowWords)];
    int words = x.positionWords();
    long[] seen = new long[Math.multiplyExact(rows, words)];
    for (int i = 0; i < count; i++) {
      see(x, firstTap + i, seen);
      long to = (long) i * channels * rowWords * Long.SIZE;
      long stride = (long) words * Long.SIZE;
      BitBlocks.transpose(seen, 0, stride, rows, channels, result, to, (long) rowWords * Long.SIZE);
    }
    return result;
  }

  private void see(BitBatch x, int tap, long[] seen) {
    Window window = shape.window();
    TensorType in = shape.input();
    TensorType out = shape.output();
    int words = x.positionWords();
    int firstRow = tap / window.kernelWidth() - window.padTop();
    int firstColumn = tap % window.kernelWidth() - window.padLeft();
    int to = 0;
    for (int sample = 0; sample < x.samples(); sample++) {
      for (int y = 0; y < out.height(); y++) {
        int row = firstRow + y * window.strideHeight();
        for (int v = 0; v < out.width(); v++, to += words) {
          int column = firstColumn + v * window.strideWidth();
          boolean inside = row >= 0 && row < in.height() && column >= 0 && column < in.width();
          int from = (sample * in.positions() + row * in.width() + column) * words;
          for (int w = 0; w < words; w++) {
            seen[to + w] = inside ? x.words()[from + w] : 0;
          }
        }
      }
    }
  }
}
