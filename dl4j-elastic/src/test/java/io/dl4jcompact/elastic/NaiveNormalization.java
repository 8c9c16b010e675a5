package io.dl4jcompact.elastic;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A batch normalisation of a minibatch by plain loops. */
final class NaiveNormalization {

  private NaiveNormalization() {}

  /**
   * In c order.
   *
   * @param input [minibatch, channels] or [minibatch, channels, height, width]
   */
  static double[] output(INDArray gamma, INDArray beta, INDArray input, double eps) {
    int channels = (int) input.size(1);
    double[] values = input.dup('c').data().asDouble();
    int area = values.length / channels / (int) input.size(0);
    double[] output = new double[values.length];
    for (int c = 0; c < channels; c++) {
      double mean = 0;
      double variance = 0;
      int count = values.length / channels;
      for (int i = 0; i < values.length; i++) {
        mean += i / area % channels == c ? values[i] / count : 0;
      }
      for (int i = 0; i < values.length; i++) {
        double distance = values[i] - mean;
        variance += i / area % channels == c ? distance * distance / count : 0;
      }
      for (int i = 0; i < values.length; i++) {
        if (i / area % channels == c) {
          output[i] =
              gamma.getDouble(c) * (values[i] - mean) / Math.sqrt(variance + eps)
                  + beta.getDouble(c);
        }
      }
    }
    return output;
  }
}
