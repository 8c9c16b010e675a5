package io.dl4jcompact.binary;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The order of a depthwise convolution's weights: Deeplearning4j keeps them as [kH, kW, nIn, M],
 * where others begin with the outputs.
 */
public final class DepthwiseWeights {

  private DepthwiseWeights() {}

  /**
   * A copy with the outputs first.
   *
   * @param weights [kH, kW, nIn, M], contiguous in c order
   * @return a new array [nIn·M, 1, kH, kW] in c order, in the current workspace
   */
  public static INDArray outputsFirst(INDArray weights) {
    long outputs = weights.size(2) * weights.size(3);
    return weights
        .reshape('c', weights.size(0), weights.size(1), outputs, 1)
        .permute(2, 3, 0, 1)
        .dup('c');
  }

  /**
   * Moves values that lie in memory as [nIn·M, 1, kH, kW] to where Deeplearning4j has them.
   *
   * @param weights of shape [kH, kW, nIn, M], contiguous in c order
   */
  public static void outputsLasti(INDArray weights) {
    long outputs = weights.size(2) * weights.size(3);
    long taps = weights.size(0) * weights.size(1);
    INDArray outputsFirst = weights.reshape('c', outputs, taps).dup('c');
    weights.reshape('c', taps, outputs).assign(outputsFirst.transpose());
  }
}
