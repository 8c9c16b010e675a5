package io.dl4jcompact.quant;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which share of the values lies in each of {@value #BINS} bins between -R and R, which is more
 * than any of their magnitudes.
 *
 * <p>R is a power of two and only grows: then pairs of bins become one, and no value moves to
 * another bin than it would have been counted in. Shares are averaged over minibatches as {@link
 * Observer#keep} says.
 *
 * <p>As an observer's state: minibatches, R, the bins from low to high.
 */
final class Histogram {

  static final int BINS = 2048;
  static final int LENGTH = BINS + 2;
  private static final int FIRST = 2;
  private static final int HALF = BINS / 2;

  private final double[] state;

  private Histogram(double[] state) {
    this.state = state;
  }

  /** The histogram of a state, which is copied. */
  static Histogram of(double[] state) {
    return new Histogram(Arrays.copyOf(state, LENGTH));
  }

  double[] state() {
    return state.clone();
  }

  boolean isEmpty() {
    return Observer.batches(state) == 0;
  }

  /** The share of a bin. */
  double share(int bin) {
    return state[FIRST + bin];
  }

  /** The width of a bin. */
  double width() {
    return state[1] / HALF;
  }

  /** The lower edge of a bin; of {@value #BINS} it is R. */
  double edge(int bin) {
    return (bin - HALF) * width();
  }

  /** The first bin that is not empty. */
  int first() {
    int bin = 0;
    while (bin < BINS - 1 && share(bin) == 0) {
      bin++;
    }
    return bin;
  }

  /** The last bin that is not empty. */
  int last() {
    int bin = BINS - 1;
    while (bin > 0 && share(bin) == 0) {
      bin--;
    }
    return bin;
  }

  /** The range without a share of the values at either end, rounded outwards to bins. */
  ValueRange withoutTails(double tail) {
    int low = first();
    for (double cut = share(low); cut <= tail && low < BINS - 1; cut += share(low)) {
      low++;
    }
    int high = last();
    for (double cut = share(high); cut <= tail && high > low; cut += share(high)) {
      high--;
    }
    return ValueRange.of(edge(low), edge(high + 1));
  }

  /** With a minibatch more. */
  Histogram with(INDArray x, double decay) {
    float[] values = x.castTo(DataType.FLOAT).dup('c').data().asFloat();
    double magnitude = 0;
    for (float value : values) {
      magnitude = Math.max(magnitude, Math.abs(value));
    }
    Histogram result = of(state).reaching(magnitude);
    double keep = Observer.keep(state, decay);
    for (int bin = FIRST; bin < LENGTH; bin++) {
      result.state[bin] *= keep;
    }
    double weight = (1 - keep) / values.length;
    double perUnit = 1 / result.width();
    for (float value : values) {
      result.state[FIRST + HALF + (int) Math.floor(value * perUnit)] += weight;
    }
    result.state[0] = Observer.batches(state) + 1;
    return result;
  }

  private Histogram reaching(double magnitude) {
    if (isEmpty()) {
      state[1] = powerOfTwo(magnitude);
    }
    while (state[1] <= magnitude) {
      double[] merged = new double[LENGTH];
      merged[0] = state[0];
      merged[1] = 2 * state[1];
      for (int bin = 0; bin < BINS; bin++) {
        merged[FIRST + HALF + Math.floorDiv(bin - HALF, 2)] += share(bin);
      }
      System.arraycopy(merged, 0, state, 0, LENGTH);
    }
    return this;
  }

  /** The least that is more than the given one and than the smallest normal float. */
  private static double powerOfTwo(double magnitude) {
    return Math.scalb(1.0, Math.getExponent(Math.max(magnitude, Float.MIN_NORMAL)) + 1);
  }
}
