package io.dl4jcompact.elastic.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Attention of the first h heads, among the tokens of each sequence.
 *
 * <pre>
 * q, k, v = x Wqkv[:e, :3hd] + bqkv[:3hd]           columns: head, then q, k or v, then d
 * P = softmax(q kᵀ / √d + m),   out = (P v) Wo[:hd, :e] + bo[:e]
 * ∂L/∂v = Pᵀ δ,  δS = P (δ vᵀ - Σ P δ vᵀ) / √d,  ∂L/∂q = δS k,  ∂L/∂k = δSᵀ q     δ of P v
 * </pre>
 *
 * <p>Shapes: x, out [b · t, e], q, k, v [b · h, t, d], P [b · h, t, t]; m is 0, and -10⁹ at keys
 * that the mask leaves out. One object a pass.
 *
 * @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. 2017, section 3.2</a>
 */
final class MultiHeadAttention {

  static final String WEIGHTS = "Wqkv";
  static final String BIASES = "bqkv";
  static final String OUTPUT_WEIGHTS = "Wo";
  static final String OUTPUT_BIASES = "bo";

  private static final double LEFT_OUT = 1e9;

  private final SlicedParameters parameters;
  private final long heads;
  private final long headSize;
  private final long sequences;
  private final long tokens;

  private INDArray x;

  /** q, k, v: [3, b · h, t, d]. */
  private INDArray projected;

  private INDArray probabilities;

  /** P v: [b · t, h · d]. */
  private INDArray context;

  /**
   * @param heads h
   * @param headSize d
   * @param sequences b
   * @param tokens t
   */
  MultiHeadAttention(
      SlicedParameters parameters, long heads, long headSize, long sequences, long tokens) {
    this.parameters = parameters;
    this.heads = heads;
    this.headSize = headSize;
    this.sequences = sequences;
    this.tokens = tokens;
  }

  private long width() {
    return heads * headSize;
  }

  private INDArray weights() {
    return parameters.of(WEIGHTS, x.size(1), 3 * width());
  }

  private INDArray outputWeights() {
    return parameters.of(OUTPUT_WEIGHTS, width(), x.size(1));
  }

  /** One of q, k and v. */
  private static INDArray part(INDArray projected, int index) {
    return projected.get(NDArrayIndex.point(index));
  }

  /**
   * @param mask [b, t] of 0 and 1, or null
   */
  INDArray forward(INDArray input, INDArray mask, Scratch scratch) {
    x = input;
    long e = x.size(1);
    INDArray joint = scratch.create(x.size(0), 3 * width());
    Products.multiply(x, weights(), joint).addiRowVector(parameters.of(BIASES, 3 * width()));
    projected = scratch.create(3, sequences * heads, tokens, headSize);
    projected
        .reshape(3, sequences, heads, tokens, headSize)
        .assign(joint.reshape(sequences, tokens, heads, 3, headSize).permute(3, 0, 2, 1, 4));
    probabilities = scratch.create(sequences * heads, tokens, tokens);
    Nd4j.matmul(part(projected, 0), part(projected, 1), probabilities, false, true, false);
    probabilities.muli(1 / Math.sqrt(headSize));
    if (mask != null) {
      INDArray leftOut = mask.sub(1).muli(LEFT_OUT).reshape(sequences, 1, 1, tokens);
      probabilities.reshape(sequences, heads, tokens, tokens).addi(leftOut);
    }
    Nd4j.exec(new SoftMax(probabilities, probabilities, 2));
    INDArray ofHeads = scratch.create(sequences * heads, tokens, headSize);
    Nd4j.matmul(probabilities, part(projected, 2), ofHeads, false, false, false);
    context = scratch.create(x.size(0), width());
    context.reshape(sequences, tokens, heads, headSize).assign(swapped(ofHeads));
    INDArray out = scratch.create(x.shape());
    return Products.multiply(context, outputWeights(), out)
        .addiRowVector(parameters.of(OUTPUT_BIASES, e));
  }

  /** [b · h, t, d] as [b, t, h, d]. */
  private INDArray swapped(INDArray ofHeads) {
    return ofHeads.reshape(sequences, heads, tokens, headSize).permute(0, 2, 1, 3);
  }

  /**
   * @param delta ∂L/∂out [b · t, e]
   * @return ∂L/∂x, a new array
   */
  INDArray backward(INDArray delta, Scratch scratch) {
    long e = x.size(1);
    Products.multiply(context.transpose(), delta, parameters.gradient(OUTPUT_WEIGHTS, width(), e));
    delta.sum(parameters.gradient(OUTPUT_BIASES, e), 0);
    INDArray ofContext = scratch.create(x.size(0), width());
    Products.multiply(delta, outputWeights().transpose(), ofContext);
    INDArray ofHeads = scratch.create(sequences * heads, tokens, headSize);
    swapped(ofHeads).assign(ofContext.reshape(sequences, tokens, heads, headSize));
    INDArray ofJoint = throughHeads(ofHeads, scratch);
    Products.multiply(x.transpose(), ofJoint, parameters.gradient(WEIGHTS, e, 3 * width()));
    ofJoint.sum(parameters.gradient(BIASES, 3 * width()), 0);
    return Products.multiply(ofJoint, weights().transpose(), scratch.create(x.shape()));
  }

  /**
   * @param delta of P v [b · h, t, d]
   * @return of q, k, v, as columns [b · t, 3 · h · d]
   */
  private INDArray throughHeads(INDArray delta, Scratch scratch) {
    INDArray ofProjected = scratch.create(projected.shape());
    Nd4j.matmul(probabilities, delta, part(ofProjected, 2), true, false, false);
    INDArray ofScores = scratch.create(probabilities.shape());
    Nd4j.matmul(delta, part(projected, 2), ofScores, false, true, false);
    // In place: P is not needed any more.
    ofScores.muli(probabilities);
    probabilities.muli(ofScores.sum(true, 2));
    ofScores.subi(probabilities).muli(1 / Math.sqrt(headSize));
    Nd4j.matmul(ofScores, part(projected, 1), part(ofProjected, 0), false, false, false);
    Nd4j.matmul(ofScores, part(projected, 0), part(ofProjected, 1), true, false, false);
    INDArray ofJoint = scratch.create(x.size(0), 3 * width());
    ofJoint
        .reshape(sequences, tokens, heads, 3, headSize)
        .assign(ofProjected.reshape(3, sequences, heads, tokens, headSize).permute(1, 3, 2, 0, 4));
    return ofJoint;
  }
}
