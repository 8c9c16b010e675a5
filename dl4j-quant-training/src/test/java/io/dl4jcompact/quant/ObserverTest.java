package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;

class ObserverTest {

  private static double[] observe(Observer observer, float[]... batches) {
    double[] state = new double[observer.stateLength()];
    for (float[] batch : batches) {
      state = observer.observe(state, Nd4j.createFromArray(batch));
    }
    return state;
  }

  private static ValueRange range(Observer observer, float[]... batches) {
    return observer.range(observe(observer, batches), Interval.ASYMMETRIC, 8);
  }

  /** Gaussian values, with a few that are far out. */
  private static float[] values(long seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      double radius = Math.sqrt(-2 * Math.log(1 - random.nextDouble()));
      values[i] = (float) (radius * Math.cos(2 * Math.PI * random.nextDouble()));
    }
    values[length / 2] = 30;
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "min_max",
        "moving_average(0.9)",
        "percentile(0.999, 0.99)",
        "histogram(mse, 0.99)",
        "histogram(kl, 0.5)"
      })
  void textFormsAreReadBack(String spec) {
    Observer observer = Observers.parse(spec);

    assertThat(observer.spec()).isEqualTo(spec);
    assertThat(Observers.parse(observer.spec())).isEqualTo(observer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "min_max(1)", "moving_average", "histogram(best, 0.9)", "nothing"})
  void otherTextIsRefused(String spec) {
    assertThatIllegalArgumentException().isThrownBy(() -> Observers.parse(spec));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void decaysOutsideOfTheIntervalAreRefused(double decay) {
    assertThatIllegalArgumentException().isThrownBy(() -> new MovingAverageObserver(decay));
    assertThatIllegalArgumentException().isThrownBy(() -> new PercentileObserver(0.9, decay));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HistogramObserver(HistogramObserver.Criterion.KL, decay));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.1, Double.NaN})
  void sharesOutsideOfTheIntervalAreRefused(double share) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PercentileObserver(share));
  }

  @Test
  void minMaxKeepsTheExtremesOfAllMinibatches() {
    assertThat(range(new MinMaxObserver(), new float[] {1, 2}, new float[] {-3, 1}))
        .isEqualTo(new ValueRange(-3, 2));
  }

  @Test
  void movingAverageIsPlainAtFirst() {
    MovingAverageObserver observer = new MovingAverageObserver(0.75);
    float[][] batches = {{-1, 1}, {-2, 3}, {-6, 2}, {-3, 6}};

    assertThat(range(observer, batches)).isEqualTo(new ValueRange(-3, 3));
    double[] state = observe(observer, batches);
    state = observer.observe(state, Nd4j.createFromArray(-7f, 7f));
    assertThat(observer.range(state, Interval.SYMMETRIC, 8)).isEqualTo(new ValueRange(-4, 4));
  }

  @Test
  void nothingSeenIsARangeOfZero() {
    for (Observer observer :
        new Observer[] {
          new MinMaxObserver(), new MovingAverageObserver(), new PercentileObserver(0.9)
        }) {
      assertThat(range(observer)).isEqualTo(ValueRange.ZERO);
    }
  }

  @Test
  void histogramsDoNotDependOnTheOrderInWhichTheyGrow() {
    float[] small = {0.1f, -0.2f, 0.25f, 0.01f};
    float[] large = {100, -3, 0.2f, 7};
    Observer observer = new PercentileObserver(1);

    assertArrayEquals(observe(observer, large, small), observe(observer, small, large));
  }

  @Test
  void histogramsCountSharesInBins() {
    Histogram histogram =
        Histogram.of(observe(new PercentileObserver(1), new float[] {-1, 0, 0.5f, 1}));

    assertThat(histogram.edge(histogram.first())).isEqualTo(-1);
    assertThat(histogram.edge(histogram.last())).isEqualTo(1);
    assertThat(histogram.edge(Histogram.BINS)).isEqualTo(2);
    assertThat(histogram.share(Histogram.BINS / 2)).isEqualTo(0.25);
    assertThat(histogram.share(Histogram.BINS * 5 / 8)).isEqualTo(0.25);
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "0.99, 0.005", "0.9, 0.05"})
  void percentilesEqualThoseOfTheSortedValuesWithinABin(double share, double tail) {
    float[] values = values(3, 20_001);

    ValueRange range = range(new PercentileObserver(share), values);

    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int cut = (int) (tail * sorted.length);
    double bin = 32.0 / (Histogram.BINS / 2);
    assertThat((double) range.min()).isEqualTo(sorted[cut], within(bin));
    assertThat((double) range.max()).isEqualTo(sorted[sorted.length - 1 - cut], within(bin));
  }

  private static double error(Interval interval, int bits, ValueRange range, float... values) {
    AffineQuantizer quantizer = interval.quantizer(bits, range);
    double sum = 0;
    for (float value : values) {
      sum += Math.pow(value - quantizer.value(value), 2);
    }
    return sum / values.length;
  }

  /** Against all symmetric ranges of a fine grid, on the values themselves. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8})
  void mseIsNearTheLeastThatAnyRangeHas(int bits) {
    float[] values = values(4, 5_001);
    Observer observer = new HistogramObserver(HistogramObserver.Criterion.MSE);

    ValueRange found = observer.rangeOf(Nd4j.createFromArray(values), Interval.SYMMETRIC, bits);

    double least = Double.POSITIVE_INFINITY;
    for (int i = 1; i <= 3000; i++) {
      ValueRange tried = new ValueRange(-i / 100f, i / 100f);
      least = Math.min(least, error(Interval.SYMMETRIC, bits, tried, values));
    }
    assertThat(error(Interval.SYMMETRIC, bits, found, values)).isLessThan(1.05 * least);
  }

  @ParameterizedTest
  @EnumSource(HistogramObserver.Criterion.class)
  void fewBitsCutOffWhatIsFarOut(HistogramObserver.Criterion criterion) {
    float[] values = values(5, 20_001);

    ValueRange four =
        new HistogramObserver(criterion)
            .rangeOf(Nd4j.createFromArray(values), Interval.SYMMETRIC, 4);

    assertThat(four.magnitude()).isBetween(1.5f, 12f);
    assertThat(error(Interval.SYMMETRIC, 4, four, values))
        .isLessThan(error(Interval.SYMMETRIC, 4, new ValueRange(-30, 30), values));
  }

  @Test
  void valuesOfOneSignKeepAnEndAtZero() {
    float[] values = values(6, 5_001);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }

    ValueRange range =
        new HistogramObserver(HistogramObserver.Criterion.MSE)
            .rangeOf(Nd4j.createFromArray(values), Interval.ASYMMETRIC, 4);

    assertThat(range.min()).isEqualTo(0);
    assertThat(range.max()).isLessThan(25);
  }

  @Test
  void onlyZerosMakeAQuantiserOfZero() {
    Observer observer = new HistogramObserver(HistogramObserver.Criterion.KL);

    ValueRange range = observer.rangeOf(Nd4j.zeros(10), Interval.ASYMMETRIC, 8);

    assertThat(Interval.ASYMMETRIC.quantizer(8, range).value(0)).isEqualTo(0);
  }
}
