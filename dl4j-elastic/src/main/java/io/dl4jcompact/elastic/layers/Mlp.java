package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Two dense layers, of which the first m hidden units are computed.
 *
 * <pre> out = f(x W1[:e, :m] + b1[:m]) W2[:m, :e] + b2[:e] </pre>
 *
 * <p>Shapes: x, out [n, e]. One object a pass.
 */
final class Mlp {

  static final String WEIGHTS = "W1";
  static final String BIASES = "b1";
  static final String OUTPUT_WEIGHTS = "W2";
  static final String OUTPUT_BIASES = "b2";

  private final SlicedParameters parameters;
  private final long width;
  private final IActivation activation;

  private INDArray x;

  /** Before f: [n, m]. */
  private INDArray z;

  /** f(z). */
  private INDArray hidden;

  /**
   * @param width m
   * @param activation f
   */
  Mlp(SlicedParameters parameters, long width, IActivation activation) {
    this.parameters = parameters;
    this.width = width;
    this.activation = activation;
  }

  INDArray forward(INDArray input, boolean training, Scratch scratch) {
    x = input;
    long e = x.size(1);
    z = scratch.create(x.size(0), width);
    Products.multiply(x, parameters.of(WEIGHTS, e, width), z)
        .addiRowVector(parameters.of(BIASES, width));
    // Activation functions write into their argument, and the backward pass needs z.
    hidden = activation.getActivation(training ? scratch.copy(z) : z, training);
    return Products.multiply(
            hidden, parameters.of(OUTPUT_WEIGHTS, width, e), scratch.create(x.shape()))
        .addiRowVector(parameters.of(OUTPUT_BIASES, e));
  }

  /**
   * @param delta ∂L/∂out [n, e]
   * @return ∂L/∂x, a new array
   */
  INDArray backward(INDArray delta, Scratch scratch) {
    long e = x.size(1);
    Products.multiply(hidden.transpose(), delta, parameters.gradient(OUTPUT_WEIGHTS, width, e));
    delta.sum(parameters.gradient(OUTPUT_BIASES, e), 0);
    INDArray ofHidden =
        Products.multiply(
            delta,
            parameters.of(OUTPUT_WEIGHTS, width, e).transpose(),
            scratch.create(x.size(0), width));
    INDArray ofZ = activation.backprop(z, ofHidden).getFirst();
    Products.multiply(x.transpose(), ofZ, parameters.gradient(WEIGHTS, e, width));
    ofZ.sum(parameters.gradient(BIASES, width), 0);
    return Products.multiply(
        ofZ, parameters.of(WEIGHTS, e, width).transpose(), scratch.create(x.shape()));
  }
}
