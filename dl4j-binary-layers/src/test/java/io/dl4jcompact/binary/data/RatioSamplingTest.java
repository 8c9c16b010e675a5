package io.dl4jcompact.binary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatioSamplingTest {

  /** Positive samples are 0.., negative ones 1000... */
  private static final int NEGATIVE = 1_000;

  @Property(tries = 200)
  void everyBatchHoldsTheRatioAndNoClassIsDrawnUnevenly(
      @ForAll @IntRange(min = 1, max = 4) int positives,
      @ForAll @IntRange(min = 1, max = 5) int negatives,
      @ForAll @IntRange(min = 1, max = 3) int groups,
      @ForAll @IntRange(min = 1, max = 40) int positiveSamples,
      @ForAll @IntRange(min = 1, max = 40) int negativeSamples,
      @ForAll ScarceClass scarce,
      @ForAll long seed) {
    int size = groups * (positives + negatives);
    RatioSampling sampling =
        RatioSampling.of(positives, negatives, size).withSeed(seed).withScarce(scarce);
    int batches = sampling.batches(positiveSamples, negativeSamples);
    int[] drawn = new int[2 * NEGATIVE];
    EpochOrder order = order(sampling, positiveSamples, negativeSamples, 0);
    for (int batch = 0; batch < batches; batch++) {
      int[] samples = order.draw(size);
      assertThat(samples).hasSize(size);
      assertThat(Arrays.stream(samples).filter(i -> i < NEGATIVE)).hasSize(groups * positives);
      Arrays.stream(samples).forEach(i -> drawn[i]++);
    }

    int[] ofPositives = Arrays.copyOf(drawn, positiveSamples);
    int[] ofNegatives = Arrays.copyOfRange(drawn, NEGATIVE, NEGATIVE + negativeSamples);
    int most = Math.max(max(ofPositives), max(ofNegatives));
    int least = Math.min(min(ofPositives), min(ofNegatives));
    assertThat(max(ofPositives) - min(ofPositives)).isLessThanOrEqualTo(1);
    assertThat(max(ofNegatives) - min(ofNegatives)).isLessThanOrEqualTo(1);
    if (scarce == ScarceClass.REPEAT) {
      assertThat(least).as("all samples are drawn").isPositive();
      // One batch less would leave some out.
      assertThat(
              (batches - 1) * groups * positives < positiveSamples
                  || (batches - 1) * groups * negatives < negativeSamples)
          .isTrue();
    } else {
      assertThat(most).as("none is drawn twice").isLessThanOrEqualTo(1);
      assertThat(
              (batches + 1) * groups * positives > positiveSamples
                  || (batches + 1) * groups * negatives > negativeSamples)
          .isTrue();
    }
  }

  @Test
  void theSeedAndTheEpochDecideTheOrder() {
    RatioSampling sampling = RatioSampling.of(1, 3, 16).withSeed(7);

    int[] first = order(sampling, 20, 60, 0).draw(16);

    assertThat(order(sampling, 20, 60, 0).draw(16)).isEqualTo(first);
    assertThat(order(sampling, 20, 60, 1).draw(16)).isNotEqualTo(first);
    assertThat(order(sampling.withSeed(8), 20, 60, 0).draw(16)).isNotEqualTo(first);
    assertThat(order(sampling.fixedOrder(), 20, 60, 1).draw(16)).isEqualTo(first);
  }

  @Test
  void positivesStandAnywhereInABatch() {
    EpochOrder order = order(RatioSampling.of(1, 1, 2), 500, 500, 0);
    int first = 0;
    for (int batch = 0; batch < 500; batch++) {
      first += order.draw(2)[0] < NEGATIVE ? 1 : 0;
    }
    // Of 500 fair throws, with a deviation of 11.
    assertThat(first).isBetween(190, 310);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 3"})
  void aShareOfNothingIsRefused(int positives, int negatives) {
    assertThatThrownBy(() -> RatioSampling.of(positives, negatives, 12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ratio is %d:%d".formatted(positives, negatives))
        .hasMessageContaining("RecordReaderDataSetIterator");
  }

  @ParameterizedTest
  @CsvSource({"10, 8 or 12", "3, 4 or 8", "0, 4 or 8", "-4, 4 or 8"})
  void aBatchThatCannotHoldTheRatioIsRefused(int batch, String remedy) {
    assertThatThrownBy(() -> RatioSampling.of(1, 3, batch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the batch is " + batch)
        .hasMessageContaining("a multiple of 1 + 3; for example " + remedy);
  }

  private static EpochOrder order(RatioSampling sampling, int positives, int negatives, int epoch) {
    return new EpochOrder(
        sampling,
        IntStream.range(0, positives).toArray(),
        IntStream.range(NEGATIVE, NEGATIVE + negatives).toArray(),
        epoch);
  }

  private static int max(int[] values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static int min(int[] values) {
    return Arrays.stream(values).min().orElseThrow();
  }

  @Test
  void sharesBeyondAnIntAreRefusedAsTooLargeForTheBatch() {
    assertThatThrownBy(() -> RatioSampling.of(Integer.MAX_VALUE, 1, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the batch is 8, expected a multiple of 2147483647 + 1");
  }
}
