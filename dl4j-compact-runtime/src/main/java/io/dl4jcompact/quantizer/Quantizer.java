package io.dl4jcompact.quantizer;

import java.io.Serializable;

/**
 * A rule that maps floats to few values.
 *
 * <p>Implementations are immutable values: two quantisers with the same settings are equal, and
 * {@link #spec()} is their text form in saved networks. Serializable, since the configurations that
 * hold them are.
 */
public sealed interface Quantizer extends Serializable
    permits ElementwiseQuantizer, DynamicStepQuantizer, LevelQuantizer {

  /** Bits that a quantised value takes: 1, or 32 where nothing is quantised. */
  int bits();

  /** Text form, for example {@code sign(0.0, clipped)}; {@link Quantizers#parse} is its inverse. */
  String spec();
}
