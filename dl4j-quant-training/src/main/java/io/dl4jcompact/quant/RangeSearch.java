package io.dl4jcompact.quant;

import io.dl4jcompact.quantizer.AffineQuantizer;

/** Tries ranges on a histogram, from that of all its values inwards. */
record RangeSearch(
    Histogram histogram, Interval interval, int bits, HistogramObserver.Criterion criterion) {

  static final int STEPS = 100;

  /** The range with the least loss; of equal ones the widest. */
  ValueRange best() {
    double low = Math.min(0, histogram.edge(histogram.first()));
    double high = Math.max(0, histogram.edge(histogram.last() + 1));
    double bestLow = low;
    double bestHigh = high;
    double least = loss(low, high);
    boolean bothEnds = interval == Interval.ASYMMETRIC && low < 0 && high > 0;
    for (int step = 1; step < STEPS; step++) {
      double factor = 1 - (double) step / STEPS;
      double[][] tried = {{low * factor, high * factor}};
      if (bothEnds) {
        // Where one end is far out and the other is not, both must not shrink alike.
        tried = new double[][] {tried[0], {low * factor, bestHigh}, {bestLow, high * factor}};
      }
      for (double[] range : tried) {
        double loss = loss(range[0], range[1]);
        if (loss < least) {
          least = loss;
          bestLow = range[0];
          bestHigh = range[1];
        }
      }
    }
    return ValueRange.of(bestLow, bestHigh);
  }

  private double loss(double low, double high) {
    AffineQuantizer quantizer = interval.quantizer(bits, ValueRange.of(low, high));
    return criterion == HistogramObserver.Criterion.MSE
        ? squares(quantizer)
        : divergence(quantizer);
  }

  /** Values count as in the middle of their bins. */
  private double middle(int bin) {
    return histogram.edge(bin) + histogram.width() / 2;
  }

  private double squares(AffineQuantizer quantizer) {
    double sum = 0;
    for (int bin = histogram.first(); bin <= histogram.last(); bin++) {
      double error = middle(bin) - quantizer.value((float) middle(bin));
      sum += histogram.share(bin) * error * error;
    }
    return sum;
  }

  /**
   * Σ P log(P / Q): P the shares, those outside of the range in its outermost bins; Q the shares of
   * each integer spread evenly over its bins that are not empty.
   */
  private double divergence(AffineQuantizer quantizer) {
    int first = histogram.first();
    int last = histogram.last();
    int low = inside(quantizer, first, last, 1);
    int high = inside(quantizer, last, low, -1);
    int integers = quantizer.high() - quantizer.low() + 1;
    double[] shares = new double[integers];
    int[] filled = new int[integers];
    for (int bin = low; bin <= high; bin++) {
      int q = quantizer.quantize((float) middle(bin)) - quantizer.low();
      shares[q] += histogram.share(bin);
      filled[q] += histogram.share(bin) > 0 ? 1 : 0;
    }
    double below = sum(first, low - 1);
    double above = sum(high + 1, last);
    double total = 0;
    double kept = 1 - below - above;
    for (int bin = low; bin <= high; bin++) {
      double p = histogram.share(bin) + (bin == low ? below : 0) + (bin == high ? above : 0);
      int q = quantizer.quantize((float) middle(bin)) - quantizer.low();
      if (p > 0) {
        // An empty outermost bin gets what is clamped to it, which no spread share stands for.
        double spread = filled[q] == 0 ? Float.MIN_NORMAL : shares[q] / filled[q] / kept;
        total += p * Math.log(p / Math.max(spread, Float.MIN_NORMAL));
      }
    }
    return total;
  }

  /** The first bin from one end on whose middle is not clamped. */
  private int inside(AffineQuantizer quantizer, int from, int to, int direction) {
    int bin = from;
    while (bin != to && quantizer.gradient((float) middle(bin)) == 0) {
      bin += direction;
    }
    return bin;
  }

  private double sum(int from, int to) {
    double sum = 0;
    for (int bin = from; bin <= to; bin++) {
      sum += histogram.share(bin);
    }
    return sum;
  }
}
