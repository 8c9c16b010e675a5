package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Normalises each row to mean 0 and variance 1, then scales and shifts each column.
 *
 * <pre>
 * x̂ = (x - mean) / σ,   σ = √(mean((x - mean)²) + ε),   y = x̂ γ[:e] + β[:e]
 * ∂L/∂γ = Σ δ x̂,  ∂L/∂β = Σ δ,  ∂L/∂x = (g - mean(g) - x̂ mean(g x̂)) / σ,   g = δ γ[:e]
 * </pre>
 *
 * <p>Shapes: x, y [n, e], γ, β [at least e]; means over e, sums over n. One object a pass.
 *
 * @see <a href="https://arxiv.org/abs/1607.06450">Ba et al. 2016, Layer Normalization</a>
 */
final class LayerNorm {

  private final SlicedParameters parameters;
  private final String gamma;
  private final String beta;
  private final double epsilon;

  /** x̂ [n, e]. */
  private INDArray normalised;

  /** 1 / σ [n]. */
  private INDArray inverseDeviation;

  /**
   * @param gamma name of γ
   * @param beta name of β
   * @param epsilon ε, more than 0
   */
  LayerNorm(SlicedParameters parameters, String gamma, String beta, double epsilon) {
    this.parameters = parameters;
    this.gamma = gamma;
    this.beta = beta;
    this.epsilon = epsilon;
  }

  INDArray forward(INDArray x, Scratch scratch) {
    long e = x.size(1);
    normalised = scratch.create(x.shape());
    Broadcast.sub(x, x.mean(1), normalised, 0);
    INDArray norm = normalised.norm2(1);
    INDArray deviation = Transforms.sqrt(norm.muli(norm).divi(e).addi(epsilon), false);
    inverseDeviation = scratch.copy(deviation.rdivi(1));
    normalised.muliColumnVector(inverseDeviation);
    INDArray y = scratch.create(x.shape());
    Broadcast.mul(normalised, parameters.of(gamma, e), y, 1);
    return y.addiRowVector(parameters.of(beta, e));
  }

  /**
   * @param delta ∂L/∂y [n, e]
   * @return ∂L/∂x, a new array
   */
  INDArray backward(INDArray delta, Scratch scratch) {
    long e = delta.size(1);
    INDArray product = scratch.create(delta.shape());
    delta.muli(normalised, product);
    product.sum(parameters.gradient(gamma, e), 0);
    delta.sum(parameters.gradient(beta, e), 0);
    INDArray scale = parameters.of(gamma, e);
    // mean(g x̂) and mean(g) are products with γ.
    INDArray column = scale.reshape(e, 1);
    INDArray alongX = product.mmul(column).divi(e);
    INDArray mean = delta.mmul(column).divi(e);
    INDArray ofX = scratch.create(delta.shape());
    Broadcast.mul(delta, scale, ofX, 1);
    ofX.subiColumnVector(mean);
    Broadcast.mul(normalised, alongX.reshape(alongX.length()), product, 0);
    ofX.subi(product);
    return ofX.muliColumnVector(inverseDeviation);
  }
}
