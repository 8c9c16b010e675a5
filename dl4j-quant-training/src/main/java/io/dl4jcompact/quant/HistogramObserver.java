package io.dl4jcompact.quant;

import java.util.Locale;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The range that loses least when what lies in it is quantised and what lies outside is clamped to
 * it, by a {@link Histogram} of the values. Searched are the ranges that share an end with the
 * values, or are 0 there, in {@value RangeSearch#STEPS} steps.
 *
 * @param criterion what is lost
 * @param decay of the histogram, in [0, 1)
 */
public record HistogramObserver(Criterion criterion, double decay) implements Observer {

  /** What a range is chosen by. */
  public enum Criterion {
    /** The mean squared difference of a value and its quantised one. */
    MSE,
    /**
     * The Kullback-Leibler divergence of the quantised values' distribution from that of the
     * clamped ones, in bins.
     *
     * @see <a
     *     href="https://on-demand.gputechconf.com/gtc/2017/presentation/s7310-8-bit-inference-with-tensorrt.pdf">
     *     Migacz 2017, 8-bit inference with TensorRT</a>
     */
    KL;

    String specName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException if the decay is not in [0, 1)
   */
  public HistogramObserver {
    Objects.requireNonNull(criterion, "criterion");
    Observer.requireDecay("HistogramObserver", decay);
  }

  /** With a decay of {@value Observer#DEFAULT_DECAY}. */
  public HistogramObserver(Criterion criterion) {
    this(criterion, DEFAULT_DECAY);
  }

  @Override
  public int stateLength() {
    return Histogram.LENGTH;
  }

  @Override
  public double[] observe(double[] state, INDArray x) {
    return Histogram.of(state).with(x, decay).state();
  }

  @Override
  public ValueRange range(double[] state, Interval interval, int bits) {
    Histogram histogram = Histogram.of(state);
    return histogram.isEmpty()
        ? ValueRange.ZERO
        : new RangeSearch(histogram, interval, bits, criterion).best();
  }

  @Override
  public String spec() {
    return "histogram(" + criterion.specName() + ", " + decay + ")";
  }
}
