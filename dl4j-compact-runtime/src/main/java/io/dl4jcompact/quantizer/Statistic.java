package io.dl4jcompact.quantizer;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * How a threshold is computed from the values that it is to split: their mean, or one of their
 * quantiles.
 */
public sealed interface Statistic extends Serializable {

  /** The statistic of at least one value; NaN counts as greater than infinity in a quantile. */
  float of(float[] values);

  /** Text form: mean, median or, for example, {@code quantile 0.9}; inverse of {@link #parse}. */
  String spec();

  /** The mean, summed in double precision in the order of the values, rounded to a float. */
  static Statistic mean() {
    return new Mean();
  }

  /** The quantile 0.5: the value in the middle, or halfway between the two there. */
  static Statistic median() {
    return new Quantile(0.5);
  }

  /**
   * The value below which the share p of the values lies.
   *
   * @param p in [0, 1]
   * @throws IllegalArgumentException if it is not
   */
  static Statistic quantile(double p) {
    return new Quantile(p);
  }

  /**
   * The statistic of a text form.
   *
   * @throws IllegalArgumentException if there is none; the message quotes it
   */
  static Statistic parse(String spec) {
    String[] words = Objects.requireNonNull(spec, "spec").strip().split("\\s+");
    return switch (words[0] + "/" + words.length) {
      case "mean/1" -> mean();
      case "median/1" -> median();
      case "quantile/2" -> new Quantile(Numbers.parse(spec, "quantile", words[1]));
      default ->
          throw new IllegalArgumentException(
              "unknown statistic '" + spec + "', expected mean, median or quantile and a number");
    };
  }

  /** As {@link Statistic#mean}. */
  record Mean() implements Statistic {

    @Override
    public float of(float[] values) {
      double sum = 0;
      for (float value : values) {
        sum += value;
      }
      return (float) (sum / values.length);
    }

    @Override
    public String spec() {
      return "mean";
    }
  }

  /**
   * Of n values in rising order v_0, v_1, ..: with h = p·(n - 1) and k the integer part of h,
   *
   * <pre> v_k + (h - k)·(v_{k+1} - v_k) </pre>
   *
   * rounded to a float, or v_k where h is k.
   *
   * @param p in [0, 1]
   * @see <a href="https://doi.org/10.1080/00031305.1996.10473566">Hyndman and Fan 1996, definition
   *     7</a>
   */
  record Quantile(double p) implements Statistic {

    /**
     * @throws IllegalArgumentException if p is not in [0, 1]
     */
    public Quantile {
      if (!(p >= 0 && p <= 1)) {
        throw new IllegalArgumentException("quantile must be in [0, 1], got " + p);
      }
    }

    @Override
    public float of(float[] values) {
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      int k = lowerRank(sorted.length);
      return between(sorted.length, sorted[k], sorted[Math.min(k + 1, sorted.length - 1)]);
    }

    /** k for n values. */
    public int lowerRank(int n) {
      return (int) (p * (n - 1));
    }

    /** The quantile of n values, given v_k and v_{k+1}. */
    public float between(int n, float lower, float upper) {
      double fraction = p * (n - 1) - lowerRank(n);
      return fraction == 0 ? lower : (float) (lower + fraction * ((double) upper - lower));
    }

    @Override
    public String spec() {
      return p == 0.5 ? "median" : "quantile " + p;
    }
  }
}
