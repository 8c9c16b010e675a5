package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Weights;

/** Some of the 8-bit weights of some outputs, as floats. */
final class SegmentWeights {

  private SegmentWeights() {}

  /**
   * @param from the first element of each output's row
   * @param to one past the last
   */
  static Weights of(Int8Convolution operation, int first, int outputs, int from, int to) {
    Bytes all = operation.weights();
    int row = all.length() / operation.outputs();
    float[] weights = new float[outputs * (to - from)];
    int i = 0;
    for (int n = first; n < first + outputs; n++) {
      for (int k = from; k < to; k++) {
        weights[i++] = all.get(n * row + k);
      }
    }
    return new Weights.Real(Floats.of(weights));
  }
}
