package io.dl4jcompact.quantizer;

import java.io.Serializable;

/**
 * A function q that maps a float to one of few values, with a surrogate for its gradient.
 *
 * <pre> forward: y = q(x)      backward: ∂L/∂x = ∂L/∂y · q'(x) </pre>
 *
 * <p>Implementations are immutable values: two quantisers with the same settings are equal, and
 * {@link #spec()} is their text form in saved networks. Serializable, since the configurations that
 * hold them are.
 */
public sealed interface Quantizer extends Serializable permits Identity, OneBitQuantizer {

  /** Bits that a quantised value takes: 1, or 32 where nothing is quantised. */
  int bits();

  /** q(x) as inference computes it. */
  float quantize(float x);

  /** The surrogate gradient q'(x). */
  float gradient(float x);

  /** Text form, for example {@code sign(0.0, clipped)}; {@link Quantizers#parse} is its inverse. */
  String spec();
}
