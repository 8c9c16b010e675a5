package io.dl4jcompact.binary;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The scale of XNOR-Net, one factor an output channel.
 *
 * <pre>
 * α_n = (1/k) Σ_j |W_nj|        with k weights in a channel
 * ∂L/∂W_nj = α_n g_nj q'(W_nj) + sign(W_nj)/k · Σ_i g_ni q(W_ni)      with g = ∂L/∂(α q(W))
 * </pre>
 *
 * <p>The gradient is the product rule on α·q(W). The paper's equation 12 keeps only the summand i =
 * j of the second term; the whole sum is used here, so that the gradient is that of the surrogate.
 *
 * @see <a href="https://arxiv.org/abs/1603.05279">Rastegari et al. 2016, XNOR-Net, section 3.1</a>
 */
public final class ChannelScale {

  private ChannelScale() {}

  /**
   * α [nOut] of latent weights [nIn, nOut] or [nOut, nIn, kH, kW], as the layers compute it.
   *
   * @return a new array in the current workspace
   */
  public static INDArray of(INDArray weights) {
    INDArray absolutes =
        Nd4j.createUninitialized(weights.dataType(), weights.shape(), weights.ordering());
    Nd4j.exec(new Abs(weights, absolutes));
    return means(absolutes);
  }

  /**
   * What α is multiplied by so that it is the mean of the connected weights alone: k over their
   * number; 1 for a channel without any, whose mean is 0.
   *
   * @param mask ones and zeros in the shape of the weights
   * @return a new array [nOut] in the current workspace
   */
  public static INDArray ofConnected(INDArray mask) {
    INDArray shares = of(mask);
    return shares.addi(shares.eq(0).castTo(shares.dataType())).rdivi(1);
  }

  /** W ⊙ factors [nOut], in place. */
  public static void multiplyi(INDArray weights, INDArray factors) {
    INDArray channels = channels(weights);
    if (channels.columns() == 1) {
      // muliColumnVector takes a single column for a vector of another length.
      channels.muli(factors.reshape(channels.rows(), 1));
    } else {
      channels.muliColumnVector(factors);
    }
  }

  /**
   * The second term of ∂L/∂W.
   *
   * @param gradient g, in W's shape
   * @param quantized q(W)
   * @param latent W
   * @return a new array in the shape and order of g
   */
  public static INDArray scaleGradient(INDArray gradient, INDArray quantized, INDArray latent) {
    INDArray term = gradient.mul(quantized);
    INDArray factors = means(term);
    Nd4j.exec(new Sign(latent, term));
    multiplyi(term, factors);
    return term;
  }

  /**
   * The sum of each output channel's weights; exact for quantised ones.
   *
   * @return a new array [nOut] in the current workspace
   */
  public static INDArray sums(INDArray weights) {
    INDArray channels = channels(weights);
    return channels.mmul(Nd4j.ones(weights.dataType(), channels.columns()));
  }

  /** Adds a summand [nOut] to all weights of each output channel, in place. */
  public static void addi(INDArray weights, INDArray summands) {
    INDArray channels = channels(weights);
    if (channels.columns() == 1) {
      channels.addi(summands.reshape(channels.rows(), 1));
    } else {
      channels.addiColumnVector(summands);
    }
  }

  /** A product with a vector of ones: neither amean(1), which ignores its argument, nor mean(1). */
  private static INDArray means(INDArray weights) {
    return sums(weights).divi(channels(weights).columns());
  }

  private static INDArray channels(INDArray weights) {
    return weights.rank() == 2
        ? weights.transpose()
        : weights.reshape('c', weights.size(0), weights.length() / weights.size(0));
  }
}
