package io.dl4jcompact.elastic;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer by plain loops, for the inputs that arrive and the first outputs. */
final class NaiveDense {

  private NaiveDense() {}

  /**
   * x W + b in c order.
   *
   * @param parameters W [nIn, nOut], and b [nOut] or none
   * @param input [minibatch, e] with e of at most nIn
   */
  static double[] output(Map<String, INDArray> parameters, INDArray input, int outputs) {
    double[] output = new double[input.rows() * outputs];
    for (int row = 0; row < input.rows(); row++) {
      for (int n = 0; n < outputs; n++) {
        double sum = parameters.containsKey("b") ? parameters.get("b").getDouble(n) : 0;
        for (int i = 0; i < input.columns(); i++) {
          sum += input.getDouble(row, i) * parameters.get("W").getDouble(i, n);
        }
        output[row * outputs + n] = sum;
      }
    }
    return output;
  }
}
