package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DitherTest {

  @ParameterizedTest
  @ValueSource(floats = {0, 1, -1, 0.5f, -0.25f, 1e-5f, -1e-5f, 0.99999f, 100.1f, -65_535.5f})
  void roundsToANeighbourAndToTheValueOnAverage(float value) {
    int rows = 400;
    int length = 5_000;
    double mean = 0;
    for (int row = 0; row < rows; row++) {
      float[] values = new float[length + 1];
      Arrays.fill(values, value);
      float[] numbers = Dither.numbers(new Noise(3), (long) row * length, length);
      Dither.round(values, numbers, length);
      assertThat(values[length]).isEqualTo(value);
      for (int i = 0; i < length; i++) {
        if (values[i] != Math.floor(value) && values[i] != Math.ceil(value)) {
          throw new AssertionError(values[i] + " is no neighbour of " + value);
        }
        mean += values[i] / (double) rows / length;
      }
    }
    // Four standard errors of independent roundings, which the table's even spread only betters.
    double share = value - Math.floor(value);
    double error = Math.sqrt(share * (1 - share) / rows / length);
    assertThat(mean).isCloseTo(value, within(4 * error + Math.ulp(value)));
  }

  /** In one piece or in many, from wherever. */
  @Test
  void numbersFollowFromTheirIndex() {
    int length = 3 * Dither.SIZE;
    float[] whole = Dither.numbers(new Noise(5), 7, length);
    for (int from = 0, count; from < length; from += count) {
      count = Math.min(length - from, 1 + from / 3);
      assertThat(Dither.numbers(new Noise(5), 7L + from, count))
          .isEqualTo(Arrays.copyOfRange(whole, from, from + count));
    }
    assertThat(Dither.numbers(new Noise(6), 7, length)).isNotEqualTo(whole);
  }
}
