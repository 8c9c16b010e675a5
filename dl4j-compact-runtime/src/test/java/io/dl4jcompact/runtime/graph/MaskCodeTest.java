package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskCodeTest {

  private static final int LENGTH = 1 << 20;

  @Property(tries = 300)
  void whatIsDecodedIsWhatWasEncoded(
      @ForAll @IntRange(min = 1, max = 4000) int length,
      @ForAll @DoubleRange(min = 0, max = 1) double density,
      @ForAll @IntRange(max = 6) int blockLog,
      @ForAll long seed) {
    Mask mask = random(length, density, blockLog, seed);
    MaskCode code = MaskCode.of(mask);
    Bits bits = code.encode(mask);

    assertThat((long) bits.length()).isEqualTo(code.bits());
    assertThat(code.decode(bits, length)).isEqualTo(mask);
  }

  /** The entropy of independent connections, in bits: -p·log2(p) - (1-p)·log2(1-p) each. */
  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.01, 0.03, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 0.8, 0.9, 0.99})
  void aMaskTakesAtMostATwentiethMoreThanItsEntropy(double density) {
    Mask mask = random(LENGTH, density, 0, 7);
    double entropy =
        -(density * Math.log(density) + (1 - density) * Math.log(1 - density)) / Math.log(2);

    double taken = MaskCode.fileBits(mask) / (double) LENGTH;

    assertThat(taken / entropy).isBetween(0.95, 1.05);
  }

  @Test
  void blocksOfThirtyTwoTakeAThirtySecondAndSo() {
    Mask mask = random(LENGTH, 0.1, 5, 3);
    Mask blocks = Mask.of(Bits.of(LENGTH / 32, i -> mask.get(32 * i)));

    assertThat(MaskCode.of(mask).bits()).isEqualTo(MaskCode.of(blocks).bits());
  }

  @Test
  void aCodeThatIsCutOffIsRefused() {
    Bits ones = Bits.of(5, i -> true);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaskCode(0, true, 0, 5).decode(ones, 100))
        .withMessage("the last code of the mask is cut off");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaskCode(0, true, 3, 3).decode(Bits.zeros(3), 100))
        .withMessage("the last code of the mask is cut off");
  }

  @Test
  void codesThatLeadPastTheEndAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaskCode(1, true, 0, 3).decode(Bits.zeros(3), 4))
        .withMessage("the mask's codes lead past its 4 positions");
  }

  /** A gap of 2^48 blocks of 2^15 is 2^63 positions, which is negative as a long. */
  @Test
  void gapsThatOverflowAreRefused() {
    int ones = 1 << 18;
    Bits codes = Bits.of(ones + 1 + 30, i -> i < ones);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaskCode(15, true, 30, codes.length()).decode(codes, 1 << 20))
        .withMessage("the mask's codes lead past its 1048576 positions");
  }

  @ParameterizedTest
  @CsvSource({
    "-1,0,0,blockLog is -1",
    "16,0,0,blockLog is 16",
    "0,-1,0,low is -1",
    "0,31,0,low is 31",
    "0,0,-1,bits is -1"
  })
  void valuesOutOfTheirRangeAreRefused(int blockLog, int low, long bits, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MaskCode(blockLog, true, low, bits))
        .withMessageStartingWith(message + ", expected ");
  }

  private static Mask random(int length, double density, int blockLog, long seed) {
    Random random = new Random(seed);
    boolean[] blocks = new boolean[(length >> blockLog) + 1];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = random.nextDouble() < density;
    }
    return Mask.of(Bits.of(length, i -> blocks[i >> blockLog]));
  }
}
