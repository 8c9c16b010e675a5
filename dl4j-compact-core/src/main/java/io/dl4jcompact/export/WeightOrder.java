package io.dl4jcompact.export;

/** Puts DL4J's weights in the runtime's order: output, kernel row, kernel column, input channel. */
public final class WeightOrder {

  private WeightOrder() {}

  /**
   * Weights of a dense layer, or others that have their outputs last.
   *
   * @param weights [inputs, outputs], row-major; the inputs may be several dimensions in the
   *     runtime's order
   */
  public static float[] dense(float[] weights, int inputs, int outputs) {
    float[] ordered = new float[weights.length];
    for (int i = 0; i < inputs; i++) {
      for (int n = 0; n < outputs; n++) {
        ordered[n * inputs + i] = weights[i * outputs + n];
      }
    }
    return ordered;
  }

  /**
   * Weights of a convolution.
   *
   * @param weights [outputs, inputs, kernel height, kernel width], row-major
   * @param inputs number of input channels that an output sees
   * @param taps kernel height · kernel width
   */
  public static float[] convolution(float[] weights, int inputs, int taps) {
    float[] ordered = new float[weights.length];
    int each = inputs * taps;
    for (int i = 0; i < weights.length; i++) {
      int output = i / each;
      int channel = i % each / taps;
      ordered[output * each + i % taps * inputs + channel] = weights[i];
    }
    return ordered;
  }
}
