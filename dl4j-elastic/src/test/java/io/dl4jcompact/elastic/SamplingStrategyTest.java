package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.elastic.SubnetSpace.Axis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SamplingStrategyTest {

  private static final int DRAWS = 4000;

  private static Axis axis(Dimension dimension, String layer, Integer... sizes) {
    return new Axis(dimension, List.of(layer), List.of(sizes));
  }

  /** Three layers, the first two of one stage, with 3 widths each; two of them may be skipped. */
  private static final List<Axis> AXES =
      List.of(
          axis(Dimension.WIDTH, "a", 2, 4, 8),
          axis(Dimension.DEPTH, "a", 0, 1),
          axis(Dimension.WIDTH, "b", 3, 6, 9),
          axis(Dimension.DEPTH, "b", 0, 1),
          axis(Dimension.WIDTH, "c", 5, 10, 20));

  private static final SubnetConfig FULL =
      SubnetConfig.parse("a:width=8,depth=1;b:width=9,depth=1;c:width=20");
  private static final SubnetSpace SPACE = new SubnetSpace(FULL, AXES);
  private static final SubnetConfig SMALLEST =
      SubnetConfig.parse("a:width=2,depth=0;b:width=3,depth=0;c:width=5");

  private static Map<String, Integer> counts(SamplingStrategy strategy, String layer, Dimension d) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      for (SubnetConfig config : strategy.sample(SPACE, i)) {
        counts.merge(String.valueOf(config.size(layer, d)), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** Within 5 standard deviations of the binomial distribution. */
  private static void assertShare(int count, double probability) {
    double deviation = 5 * Math.sqrt(DRAWS * probability * (1 - probability));
    assertThat((double) count).isEqualTo(DRAWS * probability, within(deviation));
  }

  @Test
  void emptyIsTheLargestOnly() {
    assertThat(SamplingStrategy.empty().sample(SPACE, 7)).containsExactly(FULL);
  }

  @Test
  void fixedAreThoseGivenWithClosedDimensionsFull() {
    SamplingStrategy strategy = SamplingStrategy.fixed(List.of(FULL, SMALLEST));

    assertThat(strategy.sample(SPACE, 0)).containsExactly(FULL, SMALLEST);
    assertThat(strategy.sample(SPACE.only(Set.of(Dimension.DEPTH)), 3))
        .containsExactly(FULL, FULL.with("a", Dimension.DEPTH, 0).with("b", Dimension.DEPTH, 0));
  }

  @Test
  void randomSizesAreEquallyProbableAndIndependent() {
    SamplingStrategy strategy = SamplingStrategy.random(1, 42);

    counts(strategy, "a", Dimension.WIDTH).values().forEach(count -> assertShare(count, 1 / 3.0));
    counts(strategy, "b", Dimension.DEPTH).values().forEach(count -> assertShare(count, 0.5));
    int both = 0;
    for (int i = 0; i < DRAWS; i++) {
      SubnetConfig config = strategy.sample(SPACE, i).get(0);
      boolean first = config.size("a", Dimension.WIDTH) == 2;
      both += first && config.size("c", Dimension.WIDTH) == 20 ? 1 : 0;
    }
    assertShare(both, 1 / 9.0);
  }

  @Test
  void weightsAreProportionalToProbabilities() {
    SamplingStrategy strategy =
        SamplingStrategy.distribution(1, Map.of(Dimension.WIDTH, new double[] {1, 0, 3}), 42);

    Map<String, Integer> widths = counts(strategy, "b", Dimension.WIDTH);
    assertThat(widths).containsOnlyKeys("3", "9");
    assertShare(widths.get("3"), 0.25);
    assertShare(counts(strategy, "a", Dimension.DEPTH).get("0"), 0.5);
  }

  @Test
  void layersOfAStageShareADraw() {
    SamplingStrategy strategy = SamplingStrategy.perStage(2, List.of(List.of("a", "b")), 42);
    Map<Integer, Integer> widths = Map.of(2, 3, 4, 6, 8, 9);
    Set<List<Integer>> depths = new HashSet<>();
    Set<List<Integer>> others = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      for (SubnetConfig config : strategy.sample(SPACE, i)) {
        int a = config.size("a", Dimension.WIDTH);
        assertThat(config.size("b", Dimension.WIDTH)).isEqualTo(widths.get(a));
        depths.add(List.of(config.size("a", Dimension.DEPTH), config.size("b", Dimension.DEPTH)));
        others.add(List.of(a, config.size("c", Dimension.WIDTH)));
      }
    }
    assertThat(depths).containsExactlyInAnyOrder(List.of(0, 0), List.of(1, 0), List.of(1, 1));
    assertThat(others).hasSize(9);
    Map<String, Integer> kept =
        counts(SamplingStrategy.perStage(1, List.of(List.of("a", "b")), 1), "a", Dimension.DEPTH);
    assertShare(kept.get("1"), 2 / 3.0);
  }

  @Test
  void mixedBeginsWithTheLargestTheSmallestAndTheFixed() {
    SubnetConfig mine = FULL.with("c", Dimension.WIDTH, 10);
    SamplingStrategy given = SamplingStrategy.mixed(5, List.of(mine), 42);
    SamplingStrategy between = SamplingStrategy.mixed(4, 1, 42);

    assertThat(given.sample(SPACE, 0)).hasSize(5).startsWith(FULL, SMALLEST, mine);
    assertThat(between.sample(SPACE, 9).subList(0, 3))
        .containsExactly(
            FULL, SMALLEST, SubnetConfig.parse("a:width=4,depth=1;b:width=6,depth=1;c:width=10"));
    Set<SubnetConfig> random = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      random.add(between.sample(SPACE, i).get(3));
    }
    assertThat(random).hasSizeGreaterThan(25);
  }

  @Property(tries = 200)
  void drawsAreFunctionsOfSeedAndIteration(
      @ForAll long seed,
      @ForAll @LongRange(min = 0, max = 1_000_000) long iteration,
      @ForAll @IntRange(min = 2, max = 8) int count) {
    List<SamplingStrategy> strategies = strategies(count, seed);
    List<SamplingStrategy> again = strategies(count, seed);
    for (int i = 0; i < strategies.size(); i++) {
      List<SubnetConfig> drawn = strategies.get(i).sample(SPACE, iteration);
      strategies.get(i).sample(SPACE, iteration + 1);

      assertThat(again.get(i).sample(SPACE, iteration)).isEqualTo(drawn).hasSize(count);
      assertThat(again.get(i)).hasToString(strategies.get(i).toString());
      drawn.forEach(config -> assertThat(SPACE.project(config)).isEqualTo(config));
    }
  }

  private static List<SamplingStrategy> strategies(int count, long seed) {
    return List.of(
        SamplingStrategy.random(count, seed),
        SamplingStrategy.perStage(count, List.of(List.of("b", "c")), seed),
        SamplingStrategy.mixed(count, 0, seed),
        SamplingStrategy.distribution(count, Map.of(Dimension.DEPTH, new double[] {0.5, 2}), seed));
  }

  @Test
  void neighbouringIterationsAndSeedsDiffer() {
    Set<List<SubnetConfig>> drawn = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      drawn.add(SamplingStrategy.random(4, 0).sample(SPACE, i));
      drawn.add(SamplingStrategy.random(4, i + 1).sample(SPACE, 0));
    }
    assertThat(drawn).hasSize(40);
  }

  @Test
  void tiedLayersHaveTheSameSizeAndSpacesAreCounted() {
    List<Axis> axes = new ArrayList<>(AXES);
    axes.set(2, axis(Dimension.WIDTH, "b", 2, 4, 8));
    SubnetSpace tied = new SubnetSpace(FULL.with("b", Dimension.WIDTH, 8), axes);
    SubnetSpace space = tied.tied(Dimension.WIDTH, "b", "a");

    assertThat(SPACE.count()).isEqualTo(3 * 2 * 3 * 2 * 3);
    assertThat(space.count()).isEqualTo(3 * 2 * 2 * 3);
    for (int i = 0; i < 30; i++) {
      SubnetConfig config = SamplingStrategy.random(1, 3).sample(space, i).get(0);
      assertThat(config.size("a", Dimension.WIDTH)).isEqualTo(config.size("b", Dimension.WIDTH));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPACE.tied(Dimension.WIDTH, "a", "b"))
        .withMessageContaining("expected layers with the same choices");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SPACE.tied(Dimension.DEPTH, "a", "c"))
        .withMessageContaining("cannot tie the depth of [a, c]");
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingStrategy.mixed(3, 2, 1))
        .withMessageContaining("subnets a step is 3, expected at least 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SamplingStrategy.fixed(List.of()))
        .withMessageContaining("is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SamplingStrategy.distribution(1, Map.of(Dimension.WIDTH, new double[] {-1, 2}), 1))
        .withMessageContaining("weights of width are [-1.0, 2.0]");
    SamplingStrategy two =
        SamplingStrategy.distribution(1, Map.of(Dimension.WIDTH, new double[] {1, 2}), 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> two.sample(SPACE, 0))
        .withMessageContaining("2 weights of width, expected one for each of [2, 4, 8]");
    assertThat(SamplingStrategy.suggestedCount(1)).isEqualTo(4);
    assertThat(SamplingStrategy.suggestedCount(5)).isEqualTo(7);
    assertThat(SamplingStrategy.suggestedCount(50)).isEqualTo(8);
  }
}
