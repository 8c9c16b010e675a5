package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaskTest {

  @Property(tries = 200)
  void countsAndFindsWhatABitSetDoes(
      @ForAll @IntRange(min = 1, max = 5000) int length,
      @ForAll @DoubleRange(min = 0, max = 1) double density,
      @ForAll long seed) {
    Random random = new Random(seed);
    BitSet expected = new BitSet(length);
    for (int i = 0; i < length; i++) {
      expected.set(i, random.nextDouble() < density);
    }
    Mask mask = Mask.of(Bits.of(length, expected::get));

    assertThat(mask.count()).isEqualTo(expected.cardinality());
    assertThat(mask.countBefore(length)).isEqualTo(mask.count());
    for (int i = 0; i < length; i += 1 + random.nextInt(7)) {
      assertThat(mask.get(i)).isEqualTo(expected.get(i));
      assertThat(mask.countBefore(i)).isEqualTo(expected.get(0, i).cardinality());
      int next = expected.nextSetBit(i);
      assertThat(mask.next(i)).isEqualTo(next < 0 ? length : next);
    }
  }

  @Test
  void sparseWeightsAreTheirValuesWhereTheyAreConnectedAndElseZero() {
    Mask mask = Mask.of(Bits.of(5, i -> i == 1 || i == 4));
    Weights weights = new Weights.Sparse(mask, new Weights.Real(Floats.of(3, -2)));

    assertThat(new float[] {weights.get(0), weights.get(1), weights.get(3), weights.get(4)})
        .containsExactly(0, 3, 0, -2);
    assertThat(((Weights.Sparse) weights).dense().values()).isEqualTo(Floats.of(0, 3, 0, 0, -2));
    assertThat(weights.count()).isEqualTo(5);
    assertThat(weights.connected()).isEqualTo(2);
  }

  @Test
  void valuesThatAreNotOneForEachConnectedWeightAreRefused() {
    Mask mask = Mask.of(Bits.of(5, i -> i == 1));
    Weights two = new Weights.Real(Floats.of(3, -2));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Weights.Sparse(mask, two))
        .withMessage("expected 1 values for 1 of 5 connected, got 2");
  }
}
