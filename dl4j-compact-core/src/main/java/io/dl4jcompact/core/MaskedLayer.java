package io.dl4jcompact.core;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that must be told which of its weights are connected; see {@link MaskableWeights}. */
public interface MaskedLayer {

  /** What a parameter's mask is called where it is exported beside the parameter. */
  static String maskOf(String parameter) {
    return parameter + ".connected";
  }

  /**
   * From now on, weights that are not connected compute as 0.
   *
   * @param parameter the weights' name
   * @param connected ones and zeros in the parameter's shape, outside of workspaces; kept
   */
  void setConnected(String parameter, INDArray connected);
}
