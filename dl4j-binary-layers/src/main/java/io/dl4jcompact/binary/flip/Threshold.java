package io.dl4jcompact.binary.flip;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Comparisons of FLOAT and DOUBLE arrays whose results are the numbers 0 and 1, by ND4J's fastest
 * operation for it.
 */
public final class Threshold {

  private Threshold() {}

  /**
   * Writes 1 where x ≥ limit, else 0.
   *
   * @param limit rounded to x's data type
   * @param x of FLOAT or DOUBLE; a shorter type may not hold the value below the limit
   * @param out an array of x's shape; may be x itself
   */
  public static void atLeast(double limit, INDArray x, INDArray out) {
    // In x's type: there is no value between the one below the limit and the limit.
    double below =
        x.dataType() == DataType.DOUBLE ? Math.nextDown(limit) : Math.nextDown((float) limit);
    above(below, x, out);
  }

  /** Writes 1 where x &gt; limit, else 0; see {@link #atLeast}. */
  static void above(double limit, INDArray x, INDArray out) {
    Nd4j.exec(new Step(x, out, limit));
  }
}
