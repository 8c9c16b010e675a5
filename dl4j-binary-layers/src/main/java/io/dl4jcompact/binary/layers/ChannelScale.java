package io.dl4jcompact.binary.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
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
final class ChannelScale {

  private ChannelScale() {}

  /** A view of weights [nIn, nOut] or [nOut, nIn, kH, kW] as [nOut, k]. */
  static INDArray channels(INDArray weights) {
    return weights.rank() == 2
        ? weights.transpose()
        : weights.reshape('c', weights.size(0), weights.length() / weights.size(0));
  }

  /** α [nOut]. */
  static INDArray of(INDArray latent) {
    // Not amean(1), which takes the mean over all channels in 1.0.0-M2.1.
    INDArray channels = channels(latent);
    // Its result has two axes where there is one weight a channel.
    return channels.norm1(1).reshape(channels.rows()).divi(channels.columns());
  }

  /** The second term of ∂L/∂W, in the shape and order of W. */
  static INDArray gradient(INDArray gradient, INDArray quantized, INDArray latent) {
    INDArray products = gradient.mul(quantized);
    INDArray perChannel = channels(products).mean(1);
    INDArray term = products;
    Nd4j.exec(new Sign(latent, term));
    channels(term).muliColumnVector(perChannel);
    return term;
  }
}
