package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

  @ParameterizedTest
  @CsvSource({
    "1, 9", "9, 1", "2, 3", "7, 13", "13, 7", "8, 3", "8, 4", "64, 10", "10, 65", "65, 17", "9, 9",
    "40, 16"
  })
  void everyElementIsWhereItsChannelAndPositionSay(int positions, int channels) {
    int from = 3;
    int to = 5;
    float[] first = new float[from + positions * channels];
    float[] last = new float[to + positions * channels];
    for (int i = from; i < first.length; i++) {
      first[i] = i;
    }

    Layout.toChannelsLast(first, from, last, to, positions, channels);
    for (int position = 0; position < positions; position++) {
      for (int channel = 0; channel < channels; channel++) {
        assertThat(last[to + position * channels + channel])
            .isEqualTo(first[from + channel * positions + position]);
      }
    }

    float[] again = new float[first.length];
    Layout.toChannelsFirst(last, to, again, from, positions, channels);
    assertThat(again).containsExactly(first);
  }
}
