package io.dl4jcompact.quant.params;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Numbers that a layer updates itself and keeps as its last parameter.
 *
 * <p>As a batch normalisation does with its running mean, a layer writes the state's change where
 * gradients are, and the parameter has the updater {@code NoOp}, is not divided by the minibatch,
 * and is not among the keys by which Deeplearning4j finds what to constrain.
 */
public final class LayerState {

  private LayerState() {}

  /** The numbers of a state, in double precision. */
  public static double[] of(INDArray parameter) {
    return parameter.castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }

  /**
   * Writes what is to be subtracted from a state so that it becomes another.
   *
   * @param change the gradient's view
   */
  public static void writeChange(INDArray parameter, double[] next, INDArray change) {
    double[] present = of(parameter);
    for (int i = 0; i < next.length; i++) {
      change.putScalar(i, present[i] - next[i]);
    }
  }

  /**
   * A layer's gradients without the state's change, which must not be clipped or normalised.
   *
   * @param gradients the flat view, or null, which Deeplearning4j has before it trains
   * @param stateLength numbers of the state
   * @return a view, or null
   */
  public static INDArray trainedPart(INDArray gradients, long stateLength) {
    if (gradients == null || stateLength == 0) {
      return gradients;
    }
    INDArray flat = gradients.reshape(gradients.length());
    return flat.get(NDArrayIndex.interval(0, flat.length() - stateLength));
  }
}
