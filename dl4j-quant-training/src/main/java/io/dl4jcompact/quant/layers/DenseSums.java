package io.dl4jcompact.quant.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sums of products of centred integers, exactly.
 *
 * <p>Floats add integers without rounding as long as no partial sum, in whatever order, can reach
 * 2^24; |c_x| ≤ m bounds all of them by m · Σ |c_w|. Where that is more, doubles add, up to 2^53.
 */
final class DenseSums {

  static final double EXACT_IN_FLOATS = 1 << 24;

  private DenseSums() {}

  /**
   * Whether sums over an operand's channels need more than floats.
   *
   * @param dimensions of W that one output sums over
   */
  static boolean exceedFloats(AffineOperand x, AffineOperand w, int... dimensions) {
    return w.centred().dataType() == DataType.FLOAT
        && !x.isReal()
        && !w.isReal()
        && w.centred().norm1(dimensions).maxNumber().doubleValue()
            > EXACT_IN_FLOATS / x.magnitude();
  }

  /**
   * Writes Σ c_x c_w, rounded once where it is of 2^24 or more.
   *
   * @param x [minibatch, nIn]
   * @param w [nIn, nOut]
   * @param z [minibatch, nOut] in c order
   */
  static void write(AffineOperand x, AffineOperand w, INDArray z) {
    if (exceedFloats(x, w, 0)) {
      INDArray left = x.centred().castTo(DataType.DOUBLE);
      z.assign(left.mmul(w.centred().castTo(DataType.DOUBLE)).castTo(z.dataType()));
    } else {
      // zᵀ = Wᵀ xᵀ has an f-ordered result, which mmuli writes without a copy.
      w.centred().transpose().mmuli(x.centred().transpose(), z.transpose());
    }
  }
}
