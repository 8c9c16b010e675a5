package io.dl4jcompact.quant;

import java.io.Serializable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How the range of a tensor is found from the values that training shows it.
 *
 * <p>An observer is an immutable setting; what it saw is a state of {@link #stateLength} numbers
 * that belongs to who asks: a layer keeps it among its parameters, so that files, clones and
 * transfer learning keep it too. A new state is all zeros. Its first number counts the minibatches.
 */
public sealed interface Observer extends Serializable
    permits MinMaxObserver, MovingAverageObserver, PercentileObserver, HistogramObserver {

  /** The share of the past that an average keeps by default. */
  double DEFAULT_DECAY = 0.99;

  /** Numbers that the state has, at least 1. */
  int stateLength();

  /**
   * The state after a minibatch more.
   *
   * @param state not changed
   * @param x of any shape, with finite values
   */
  double[] observe(double[] state, INDArray x);

  /**
   * The range of what was seen; {@link ValueRange#ZERO} before the first minibatch.
   *
   * @param interval and bits: of the quantiser that the range is for, which a search for the least
   *     error needs
   */
  ValueRange range(double[] state, Interval interval, int bits);

  /** Text form, for example {@code moving_average(0.99)}; {@link Observers#parse} reads it. */
  String spec();

  /** The range of one tensor by itself, as of weights. */
  default ValueRange rangeOf(INDArray x, Interval interval, int bits) {
    return range(observe(new double[stateLength()], x), interval, bits);
  }

  /** How many minibatches a state has seen. */
  static long batches(double[] state) {
    return Math.max(0, (long) state[0]);
  }

  /**
   * The share of the past in an average: n / (n + 1) for the first minibatches, whose average is
   * plain, then the decay.
   */
  static double keep(double[] state, double decay) {
    double seen = batches(state);
    return Math.min(decay, seen / (seen + 1));
  }

  /**
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  static void requireDecay(String observer, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException(observer + ": decay must be in [0, 1), got " + decay);
    }
  }
}
