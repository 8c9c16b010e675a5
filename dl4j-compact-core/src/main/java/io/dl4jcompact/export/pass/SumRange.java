package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;

/** The least and the greatest sum that a channel of a one-bit layer can have. */
record SumRange(int lowest, int highest) {

  /** The range of every output channel for inputs of these bits. */
  static SumRange[] of(Convolution convolution, ElementType input) {
    int weights = convolution.weights().count() / convolution.outputs();
    SumRange[] ranges = new SumRange[convolution.outputs()];
    for (int n = 0; n < ranges.length; n++) {
      int positive = 0;
      int negative = 0;
      for (int i = 0; i < weights; i++) {
        float weight = convolution.weights().get(n * weights + i);
        positive += weight > 0 ? 1 : 0;
        negative += weight < 0 ? 1 : 0;
      }
      ranges[n] =
          input == ElementType.BIT_PM1
              ? new SumRange(-positive - negative, positive + negative)
              : new SumRange(-negative, positive);
    }
    return ranges;
  }
}
