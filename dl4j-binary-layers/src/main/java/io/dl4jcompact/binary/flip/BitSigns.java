package io.dl4jcompact.binary.flip;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Multiplies what is to be subtracted from bits w by e(w) = 2w - 1.
 *
 * <p>An updater does not see the parameters; a regularisation does. So gradients G become G·e(w)
 * before the update: positive where the loss falls if the weight flips. After it the flags f of the
 * weights to flip become f·e(w), and w - f·e(w) is the flipped bit, exactly.
 *
 * @param applyStep before or after the update
 */
public record BitSigns(ApplyStep applyStep) implements Regularization {

  /** The two that a parameter of bits needs; no other may change its gradient or its update. */
  public static final List<Regularization> RULES =
      List.of(new BitSigns(ApplyStep.BEFORE_UPDATER), new BitSigns(ApplyStep.POST_UPDATER));

  @Override
  public void apply(INDArray param, INDArray gradView, double lr, int iteration, int epoch) {
    gradView.muli(param.mul(2).subi(1));
  }

  @Override
  public double score(INDArray param, int iteration, int epoch) {
    return 0;
  }

  // A record has no state to share.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public BitSigns clone() {
    return this;
  }
}
