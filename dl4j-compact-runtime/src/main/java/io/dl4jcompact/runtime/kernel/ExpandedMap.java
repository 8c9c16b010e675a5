package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;

/** A map of 8-bit integers as floats that count from the zero point, with padding as zeros. */
final class ExpandedMap {

  private final Int8Loops loops;
  private final int zeroPoint;
  private final int rows;
  private final int rowElements;
  private final int paddedElements;
  private final int start;
  private final int size;

  ExpandedMap(Window window, TensorType input, int zeroPoint, Int8Loops loops) {
    this.loops = loops;
    this.zeroPoint = zeroPoint;
    rows = input.height();
    rowElements = input.width() * input.channels();
    int width = input.width() + window.padLeft() + window.padRight();
    paddedElements = Math.multiplyExact(width, input.channels());
    start = Math.multiplyExact(window.padTop(), paddedElements);
    size = Math.multiplyExact(rows + window.padTop() + window.padBottom(), paddedElements);
  }

  /** Floats that it takes. */
  int size() {
    return size;
  }

  /**
   * Writes one sample.
   *
   * @param left where the first column starts in a row
   */
  void expand(byte[] source, int map, float[] target, int to, int left) {
    if (rowElements == paddedElements) {
      Arrays.fill(target, to, to + start, 0);
      int end = start + rows * rowElements;
      loops.expand(source, map, zeroPoint, target, to + start, end - start);
      Arrays.fill(target, to + end, to + size, 0);
      return;
    }
    Arrays.fill(target, to, to + size, 0);
    for (int row = 0; row < rows; row++) {
      int at = to + start + row * paddedElements + left;
      loops.expand(source, map + row * rowElements, zeroPoint, target, at, rowElements);
    }
  }
}
