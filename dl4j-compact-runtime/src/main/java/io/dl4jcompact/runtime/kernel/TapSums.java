package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;

/**
 * Sums of an output's ±1 weights over a rectangle of taps, by a summed-area table.
 *
 * <p>With inputs x = 2b - 1 at the taps inside of the map, Σ x·w = 2 Σ b·w - Σ w: the last sum is
 * what this gives, and it differs near the borders.
 */
final class TapSums {

  private final int[] area;
  private final int stride;

  TapSums(Weights weights, int output, Window window, int channels) {
    stride = window.kernelWidth() + 1;
    area = new int[(window.kernelHeight() + 1) * stride];
    int index = output * window.taps() * channels;
    for (int i = 0; i < window.kernelHeight(); i++) {
      int line = 0;
      for (int j = 0; j < window.kernelWidth(); j++) {
        for (int c = 0; c < channels; c++, index++) {
          line += (int) weights.get(index);
        }
        area[(i + 1) * stride + j + 1] = area[i * stride + j + 1] + line;
      }
    }
  }

  /** The sum over the taps that are inside of the map at a placement. */
  int inside(Placements placements, int row, int column) {
    int top = placements.rows().first(row) * stride;
    int bottom = placements.rows().end(row) * stride;
    int left = placements.columns().first(column);
    int right = placements.columns().end(column);
    return area[bottom + right] - area[top + right] - area[bottom + left] + area[top + left];
  }
}
