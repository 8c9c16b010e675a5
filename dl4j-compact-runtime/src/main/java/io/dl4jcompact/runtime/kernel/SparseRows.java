package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * The connected weights of each output, one output after the other, in the order of the elements
 * that they meet: channel after channel of the input, and of each the taps.
 *
 * <p>The order of additions is fixed, so that all families give the same bits: the products of an
 * output's connected weights of a segment of elements are added up by fused multiply-adds from the
 * first to the last, starting with 0, and these sums are added from the first to the last, starting
 * with 0.
 *
 * @param taps elements of a channel
 * @param starts where each output's weights start, and the end
 * @param elements channel · taps + tap of each weight
 * @param values the weights
 */
record SparseRows(int taps, int[] starts, int[] elements, float[] values) {

  private static final int SEGMENT = 4096;

  static SparseRows of(Convolution operation, TensorType input) {
    Weights.Sparse weights = (Weights.Sparse) operation.weights();
    boolean dense = isDense(operation, input);
    int taps = dense ? 1 : operation.window().taps();
    int channels = dense ? input.size() : operation.groupChannels(input);
    Mask mask = weights.mask();
    int[] starts = new int[operation.outputs() + 1];
    int[] elements = new int[mask.count()];
    float[] values = new float[elements.length];
    int to = 0;
    for (int n = 0; n < operation.outputs(); n++) {
      int firstChannel = dense ? 0 : n / operation.groupOutputs() * channels;
      for (int channel = 0; channel < channels; channel++) {
        for (int tap = 0; tap < taps; tap++) {
          int index = (n * taps + tap) * channels + channel;
          if (mask.get(index)) {
            elements[to] = (firstChannel + channel) * taps + tap;
            values[to++] = weights.values().get(mask.countBefore(index));
          }
        }
      }
      starts[n + 1] = to;
    }
    return new SparseRows(taps, starts, elements, values);
  }

  /** Whether each output sees all of the input once. */
  static boolean isDense(Convolution operation, TensorType input) {
    return operation.groups() == 1 && operation.window().covers(input);
  }

  int outputs() {
    return starts.length - 1;
  }

  /** Channels of a segment: as many as have {@value #SEGMENT} elements, or one. */
  int segmentChannels() {
    return Math.max(1, SEGMENT / taps);
  }

  /** Where an output's weights of elements before this one end, from one of them on. */
  int end(int output, int from, long element) {
    int end = from;
    while (end < starts[output + 1] && elements[end] < element) {
      end++;
    }
    return end;
  }
}
