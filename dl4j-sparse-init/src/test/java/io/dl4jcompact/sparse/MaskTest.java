package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MaskTest {

  @Property
  void exactMasksHaveTheirNumberOfConnections(
      @ForAll @IntRange(min = 50, max = 5000) int length,
      @ForAll @DoubleRange(min = 0.01, max = 1) double density,
      @ForAll long seed) {
    Mask mask = MaskRule.exact(density, seed).mask(length);

    assertThat(mask.length()).isEqualTo(length);
    assertThat((long) mask.connections()).isEqualTo(Math.round(density * length));
    assertThat(mask).isEqualTo(MaskRule.exact(density, seed).mask(length));
  }

  @Property
  void bernoulliMasksHaveAboutTheirDensity(
      @ForAll @IntRange(min = 1, max = 5000) int length,
      @ForAll @DoubleRange(min = 0.01, max = 1) double density,
      @ForAll long seed) {
    Mask mask = MaskRule.bernoulli(density, seed).mask(length);

    // Six standard deviations, and one connection for the short ones.
    double deviation = Math.sqrt(length * density * (1 - density));
    assertThat((double) mask.connections()).isEqualTo(length * density, within(6 * deviation + 1));
    assertThat(mask).isEqualTo(MaskRule.bernoulli(density, seed).mask(length));
  }

  @Test
  void everyChoiceOfConnectionsIsAsLikely() {
    Map<String, Integer> found = new HashMap<>();
    int draws = 20_000;
    for (int seed = 0; seed < draws; seed++) {
      Mask mask = MaskRule.exact(0.4, seed).mask(5);
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        text.append(mask.isConnected(i) ? '1' : '0');
      }
      found.merge(text.toString(), 1, Integer::sum);
    }

    // 5 choose 2 masks; six standard deviations of a binomial distribution.
    assertThat(found).hasSize(10);
    double deviation = Math.sqrt(draws * 0.1 * 0.9);
    assertThat(found.values())
        .allSatisfy(
            count -> assertThat((double) count).isEqualTo(draws * 0.1, within(6 * deviation)));
  }

  @Test
  void numbersAreThoseOfTheJdksGeneratorOfTheSameName() {
    SplitMix random = new SplitMix(42);
    SplittableRandom expected = new SplittableRandom(42);

    for (int i = 0; i < 100; i++) {
      assertThat(random.nextLong()).isEqualTo(expected.nextLong());
    }
  }

  /** Files rely on it: a change of these numbers changes the masks of saved networks. */
  @Test
  void masksOfSeedsNeverChange() {
    assertThat(MaskRule.given(MaskRule.exact(0.25, 42).mask(40)).spec())
        .isEqualTo("given(40,UoQlARA=)");
    assertThat(MaskRule.given(MaskRule.bernoulli(0.25, 42).mask(40)).spec())
        .isEqualTo("given(40,UoQlAZA=)");
    assertThat(SplitMix.derive(42, 1)).isEqualTo(-6211853549069499825L);
  }

  @Property
  void textFormsAreRead(
      @ForAll @IntRange(min = 1, max = 70) int length,
      @ForAll @DoubleRange(min = 0.01, max = 1) double density,
      @ForAll long seed) {
    MaskRule exact = MaskRule.exact(density, seed);
    MaskRule bernoulli = MaskRule.bernoulli(density, seed);
    MaskRule given = MaskRule.given(bernoulli.mask(length));

    assertThat(MaskRule.parse(exact.spec())).isEqualTo(exact).hasSameHashCodeAs(exact);
    assertThat(MaskRule.parse(bernoulli.spec())).isEqualTo(bernoulli).isNotEqualTo(exact);
    assertThat(MaskRule.parse(given.spec())).isEqualTo(given).hasSameHashCodeAs(given);
    assertThat(MaskRule.parse(given.spec()).mask(length)).isEqualTo(bernoulli.mask(length));
    assertThat(given.density()).isEqualTo(bernoulli.mask(length).density());
  }

  @Test
  void otherSeedsGiveOtherMasks() {
    MaskRule rule = MaskRule.exact(0.5, 1);
    MaskRule given = MaskRule.given(rule.mask(100));

    assertThat(rule.derived(2).mask(100)).isNotEqualTo(rule.mask(100));
    assertThat(rule.derived(2)).isEqualTo(MaskRule.exact(0.5, SplitMix.derive(1, 2)));
    assertThat(MaskRule.bernoulli(0.5, 1).derived(2))
        .isEqualTo(MaskRule.bernoulli(0.5, SplitMix.derive(1, 2)));
    assertThat(given.derived(2)).isEqualTo(given);
  }

  @Test
  void vectorHasTheBits() {
    Mask mask = Mask.of(11, i -> i % 3 == 0);

    INDArray vector = mask.vector(DataType.DOUBLE);

    assertThat(vector.dataType()).isEqualTo(DataType.DOUBLE);
    assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0}, vector.data().asDouble());
    assertThat(mask).hasToString("4 of 11 weights");
    assertThat(mask.density()).isEqualTo(4.0 / 11);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "exact",
        "exact()",
        "exact(0.5)",
        "exact(0,1)",
        "exact(1.5,1)",
        "exact(0.5,x)",
        "exact(0.5,1",
        "other(0.5,1)",
        "bernoulli(NaN,1)",
        "given(8,AAA=)",
        "given(3,/w==)",
        "given(0,)",
        "given(8,?)"
      })
  void textThatIsNoRuleIsRefused(String spec) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskRule.parse(spec))
        .withMessageContaining("\"" + spec + "\"");
  }

  @Test
  void badArgumentsAreRefused() {
    Mask mask = Mask.of(3, i -> true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskRule.given(mask).mask(4))
        .withMessage("the given mask is of 3 weights, the parameter has 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MaskRule.exact(0.125, 42).mask(3))
        .withMessage(
            "exact(0.125,42) connects 0 of 3 weights, expected at least one; raise the density");
    assertThat(MaskRule.exact(0.125, 42).mask(4).connections()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Mask.of(0, i -> true))
        .withMessage("mask length is 0, expected at least 1");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> mask.isConnected(3));
  }
}
