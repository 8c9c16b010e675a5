package io.dl4jcompact.quantizer;

/**
 * A quantiser that looks at one float at a time: a function q with a surrogate for its gradient.
 *
 * <pre> forward: y = q(x)      backward: ∂L/∂x = ∂L/∂y · q'(x) </pre>
 */
public sealed interface ElementwiseQuantizer extends Quantizer permits Identity, OneBitQuantizer {

  /** q(x) as inference computes it. */
  float quantize(float x);

  /** The surrogate gradient q'(x). */
  float gradient(float x);
}
