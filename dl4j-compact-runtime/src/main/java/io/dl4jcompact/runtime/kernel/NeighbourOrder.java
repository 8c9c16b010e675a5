package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.List;

/**
 * Another order of what a placement sees through a window of three columns: the first line's first
 * channel in each column, then the next channel, then the next line. So neighbouring placements can
 * be computed together; with few outputs, that is faster.
 */
final class NeighbourOrder {

  /** Columns of a window. */
  static final int COLUMNS = 3;

  /** Placements that are computed together, so many as a line must have. */
  private static final int LEAST_WIDTH = 8;

  /** The most outputs: a vector of 512 bits, or two of 256. */
  private static final int MOST_OUTPUTS = 16;

  private NeighbourOrder() {}

  /** Whether a convolution is faster so. All its elements are one chunk of a product. */
  static boolean suits(Convolution operation, TensorType input) {
    Window window = operation.window();
    return window.kernelWidth() == COLUMNS
        && window.strideWidth() == 1
        && window.dilationWidth() == 1
        && operation.groups() == 1
        && operation.outputs() <= MOST_OUTPUTS
        && (long) window.taps() * input.channels() <= FloatProduct.CHUNK
        && operation.outputType(List.of(input)).width() >= LEAST_WIDTH;
  }

  /** Where elements are, in this order. */
  static int[] offsets(int[] offsets, int channels) {
    int[] ordered = new int[offsets.length];
    for (int k = 0; k < ordered.length; k++) {
      ordered[k] = offsets[place(k, channels)];
    }
    return ordered;
  }

  /** Weights in this order, of so many elements for each output. */
  static Weights weights(Weights weights, int outputs, int length, int channels) {
    float[] ordered = new float[outputs * length];
    for (int i = 0; i < ordered.length; i++) {
      ordered[i] = weights.get(i / length * length + place(i % length, channels));
    }
    return new Weights.Real(Floats.of(ordered));
  }

  /** Where an element of this order is in that of weights. */
  private static int place(int k, int channels) {
    int line = k / (COLUMNS * channels);
    int channel = k / COLUMNS % channels;
    return (line * COLUMNS + k % COLUMNS) * channels + channel;
  }
}
