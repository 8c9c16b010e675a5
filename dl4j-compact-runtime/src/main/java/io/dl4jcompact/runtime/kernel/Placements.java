package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/**
 * All placements of a window on a map.
 *
 * @param rows taps of each row of placements
 * @param columns taps of each column of placements
 * @param height rows of placements
 * @param width columns of placements
 */
public record Placements(Taps rows, Taps columns, int height, int width) {

  /** The placements of a window on maps of this type. */
  public static Placements of(Window window, TensorType input) {
    int height = window.outputHeight(input.height());
    int width = window.outputWidth(input.width());
    Taps rows =
        new Taps(
            height,
            input.height(),
            window.kernelHeight(),
            window.strideHeight(),
            window.dilationHeight(),
            window.padTop());
    Taps columns =
        new Taps(
            width,
            input.width(),
            window.kernelWidth(),
            window.strideWidth(),
            window.dilationWidth(),
            window.padLeft());
    return new Placements(rows, columns, height, width);
  }

  /** Number of placements. */
  int count() {
    return height * width;
  }

  /** Number of sets of taps that can be inside. */
  int classes() {
    return rows.classes() * columns.classes();
  }

  /** The class of the placement at a row and column. */
  int classOf(int row, int column) {
    return rows.classOf(row) * columns.classes() + columns.classOf(column);
  }
}
