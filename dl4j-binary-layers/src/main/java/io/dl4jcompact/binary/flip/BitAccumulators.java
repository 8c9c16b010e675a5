package io.dl4jcompact.binary.flip;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * M·e(w) of the bits of one parameter, in the part of Deeplearning4j's updater state that is theirs
 * and in the order of the parameter's memory.
 */
interface BitAccumulators {

  /** Number of bits. */
  long count();

  /** Makes all of them 0. */
  void reset();

  /**
   * Decides about the bits. Accumulators get their next value, with the sign of the weight after
   * the flip.
   *
   * @param signal G·e(w), flat; becomes 1 where a weight is to be flipped, else 0
   * @param rounding of this iteration
   * @throws IllegalStateException if the accumulators are no longer finite: what is NaN would never
   *     flip again, and nothing else would show it; or if they are not what an update left
   */
  void decide(INDArray signal, FlipStep step, Noise rounding);

  /**
   * Turns the sign of some.
   *
   * @param change flat, -1 where it turns, 1 elsewhere
   */
  void turn(INDArray change);

  /** Their values, in units of the gradient. */
  double[] values();

  /** The arrays of the state by name. */
  Map<String, INDArray> state();
}
