package io.dl4jcompact.runtime.graph;

import java.util.List;

/**
 * A window that slides over a map.
 *
 * @param kernelHeight rows it looks at, at least 1; width likewise
 * @param strideHeight rows between two placements, at least 1; width likewise
 * @param dilationHeight rows between two rows it looks at, at least 1; width likewise
 * @param padTop rows of nothing before the first, at least 0; likewise on the other sides
 */
public record Window(
    int kernelHeight,
    int kernelWidth,
    int strideHeight,
    int strideWidth,
    int dilationHeight,
    int dilationWidth,
    int padTop,
    int padBottom,
    int padLeft,
    int padRight) {

  private static final int MAX = 1 << 20;

  /**
   * @throws IllegalArgumentException if a number is below its least or absurdly large
   */
  public Window {
    requireRange("kernel", 1, kernelHeight, kernelWidth);
    requireRange("stride", 1, strideHeight, strideWidth);
    requireRange("dilation", 1, dilationHeight, dilationWidth);
    requireRange("padding", 0, padTop, padBottom);
    requireRange("padding", 0, padLeft, padRight);
  }

  /** A window that covers a whole map once, so that the result has one position. */
  public static Window covering(TensorType input) {
    return new Window(input.height(), input.width(), 1, 1, 1, 1, 0, 0, 0, 0);
  }

  /** Whether it covers such a map exactly once, so that a convolution is a matrix product. */
  public boolean covers(TensorType input) {
    return kernelHeight == input.height()
        && kernelWidth == input.width()
        && dilationHeight == 1
        && dilationWidth == 1
        && !isPadded();
  }

  /** Whether it reaches beyond the map on any side. */
  public boolean isPadded() {
    return padTop + padBottom + padLeft + padRight != 0;
  }

  /** Number of positions it looks at. */
  public int taps() {
    return Math.multiplyExact(kernelHeight, kernelWidth);
  }

  /**
   * Height of the result: ⌊(height + padding - extent) / stride⌋ + 1, where extent = (kernel - 1) ·
   * dilation + 1.
   *
   * @throws IllegalArgumentException if the window is larger than the padded map
   */
  public int outputHeight(int height) {
    return output(height, padTop + padBottom, kernelHeight, dilationHeight, strideHeight);
  }

  /** Width of the result, as {@link #outputHeight}. */
  public int outputWidth(int width) {
    return output(width, padLeft + padRight, kernelWidth, dilationWidth, strideWidth);
  }

  private static int output(int size, int padding, int kernel, int dilation, int stride) {
    long extent = (kernel - 1L) * dilation + 1;
    long room = (long) size + padding - extent;
    if (room < 0) {
      throw new IllegalArgumentException(
          "a window of extent " + extent + " does not fit " + size + " + " + padding + " padding");
    }
    return (int) (room / stride + 1);
  }

  private static void requireRange(String what, int least, int vertical, int horizontal) {
    if (vertical < least || horizontal < least || vertical > MAX || horizontal > MAX) {
      throw new IllegalArgumentException(
          what + " must be " + least + ".." + MAX + ", got " + List.of(vertical, horizontal));
    }
  }
}
