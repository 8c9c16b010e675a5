package io.dl4jcompact.binary.flip;

import java.util.Objects;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * How a {@link FlipUpdater} keeps accumulators.
 *
 * @param type of one accumulator
 * @param seed of the stochastic rounding of integers
 */
record AccumulatorFormat(
    @JsonProperty("type") AccumulatorType type, @JsonProperty("seed") long seed) {

  static final AccumulatorFormat FLOAT = new AccumulatorFormat(AccumulatorType.FLOAT, 0);

  AccumulatorFormat {
    Objects.requireNonNull(type, "type");
  }

  /** What JSON says: nothing of floats, as ever. */
  AccumulatorFormat orNull() {
    return equals(FLOAT) ? null : this;
  }

  /** The inverse of {@link #orNull}. */
  static AccumulatorFormat of(AccumulatorFormat orNull) {
    return orNull == null ? FLOAT : orNull;
  }
}
