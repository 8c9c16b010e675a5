package io.dl4jcompact.sparse;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndReplace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Keeps the unconnected weights of one parameter at 0: no update of an updater moves them, whatever
 * its state says. Sees the mask only, never the weights.
 */
final class Connections implements Regularization {

  private final MaskRule rule;
  private transient INDArray vector;
  private transient Mask mask;

  Connections(MaskRule rule) {
    this.rule = rule;
  }

  /** The mask of the parameter. */
  synchronized Mask mask(int length) {
    if (mask == null || mask.length() != length) {
      mask = rule.mask(length);
    }
    return mask;
  }

  /**
   * Writes 0 where a weight is not connected, also in place of NaN, and nothing elsewhere.
   *
   * @param values of the parameter, in its shape or as a vector, in the order that they lie in
   */
  void disconnecti(INDArray values) {
    Nd4j.exec(new CompareAndReplace(connected(values), values, values, Conditions.equals(1)));
  }

  /** Ones and zeros in the shape, order and type of a parameter. */
  INDArray connected(INDArray values) {
    return vector(values).reshape(values.ordering(), values.shape());
  }

  /** Ones and zeros of the values' number and type. */
  private synchronized INDArray vector(INDArray values) {
    if (vector == null
        || vector.length() != values.length()
        || vector.dataType() != values.dataType()) {
      vector = mask(Math.toIntExact(values.length())).vector(values.dataType());
    }
    return vector;
  }

  /** Behind the updater, which may have a momentum from before. */
  @Override
  public ApplyStep applyStep() {
    return ApplyStep.POST_UPDATER;
  }

  @Override
  public void apply(INDArray param, INDArray update, double lr, int iteration, int epoch) {
    disconnecti(update);
  }

  /** Nothing is added to the loss. */
  @Override
  public double score(INDArray param, int iteration, int epoch) {
    return 0;
  }

  @Override
  public Connections clone() {
    return new Connections(rule);
  }
}
