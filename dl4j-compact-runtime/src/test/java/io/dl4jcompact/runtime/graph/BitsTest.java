package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 127, 128, 129, 200})
  void aWordIsTheBitAndThoseBehindIt(int length) {
    Bits bits = Bits.of(length, i -> i % 3 == 0 || i % 7 == 2);

    for (int index = 0; index < length; index++) {
      long word = bits.word(index);
      for (int i = 0; i < Long.SIZE; i++) {
        boolean expected = index + i < length && bits.get(index + i);
        assertThat((word >>> i & 1) != 0).as("bit %s from %s", i, index).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64, 100})
  void noBitIsSetOrOneIs(int length) {
    assertThat(Bits.of(length, i -> false).isZero()).isTrue();
    if (length > 0) {
      assertThat(Bits.of(length, i -> i == length - 1).isZero()).isFalse();
    }
  }
}
