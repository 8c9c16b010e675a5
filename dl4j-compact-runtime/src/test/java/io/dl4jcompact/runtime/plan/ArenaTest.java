package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dl4jcompact.runtime.graph.TensorType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ArenaTest {

  @Property
  void aChainNeedsItsTwoLargestNeighbours(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(min = 1, max = 1000) Integer> sizes) {
    List<Lifetime> chain = new ArrayList<>();
    int largest = 0;
    for (int i = 0; i < sizes.size(); i++) {
      boolean last = i == sizes.size() - 1;
      chain.add(new Lifetime(i, last ? i : i + 1, sizes.get(i)));
      largest = last ? largest : Math.max(largest, sizes.get(i) + sizes.get(i + 1));
    }

    Arena arena = Arena.of(chain);

    assertThat(arena.size()).isEqualTo(largest);
    assertNothingOverlaps(chain, arena);
  }

  @Property(tries = 2000)
  void valuesNeededAtTheSameTimeNeverOverlap(@ForAll long seed) {
    Random random = new Random(seed);
    List<Lifetime> values = new ArrayList<>();
    int total = 0;
    for (int i = random.nextInt(30); i >= 0; i--) {
      int first = random.nextInt(20);
      values.add(new Lifetime(first, first + random.nextInt(8), 1 + random.nextInt(50)));
      total += values.get(values.size() - 1).size();
    }

    Arena arena = Arena.of(values);

    assertThat(arena.size()).isLessThanOrEqualTo(total);
    assertNothingOverlaps(values, arena);
  }

  @Example
  void theLongestChainAFileCanHoldIsPlacedAtOnce() {
    int length = 1 << 16;
    List<Lifetime> chain = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      chain.add(new Lifetime(i, i + 1, 1 + i % 7));
    }

    Arena arena = placedAtOnce(chain);

    assertThat(arena.size()).isEqualTo(7 + 6);
  }

  @Example
  void manyValuesThatCannotStayWithinTheBoundArePlacedAtOnce() {
    List<Lifetime> values = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 1 << 16; i++) {
      values.add(new Lifetime(i, i + random.nextInt(60), 1 + random.nextInt(500)));
    }

    Arena arena = placedAtOnce(values);

    assertNoTwoOverlap(values, arena);
  }

  @Example
  void manyValuesNeededAtTheSameTimeArePlacedAtOnce() {
    List<Lifetime> values = new ArrayList<>();
    for (int i = 0; i < 1 << 16; i++) {
      values.add(new Lifetime(i, 1 << 16, 1));
    }

    assertThat(placedAtOnce(values).size()).isEqualTo(1 << 16);
  }

  /** Quadratic work on so many values takes ten times as long. */
  private static Arena placedAtOnce(List<Lifetime> values) {
    return assertTimeoutPreemptively(Duration.ofSeconds(5), () -> Arena.of(values));
  }

  private static void assertNoTwoOverlap(List<Lifetime> values, Arena arena) {
    for (int a = 0; a < values.size(); a++) {
      int end = arena.starts().get(a) + values.get(a).size();
      for (int b = a + 1; b < values.size() && values.get(b).first() <= values.get(a).last(); b++) {
        int start = arena.starts().get(b);
        assertThat(start >= end || start + values.get(b).size() <= arena.starts().get(a)).isTrue();
      }
    }
  }

  @Example
  void noValuesNeedNoSpace() {
    assertThat(Arena.of(List.of()).size()).isZero();
  }

  @Example
  void moreThanAnArrayCanHaveIsRefused() {
    Lifetime huge = new Lifetime(0, 1, TensorType.MAX_ELEMENTS);

    assertThatThrownBy(() -> Arena.of(Collections.nCopies(8, huge)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2147483648 elements")
        .hasMessageContaining("use smaller maps");
  }

  /** Marks, for every step, who is where. */
  private static void assertNothingOverlaps(List<Lifetime> values, Arena arena) {
    for (int step = 0; step < 50; step++) {
      int[] owner = new int[arena.size()];
      for (int i = 0; i < values.size(); i++) {
        Lifetime value = values.get(i);
        boolean alive = value.first() <= step && step <= value.last();
        for (int k = 0; alive && k < value.size(); k++) {
          int place = arena.starts().get(i) + k;
          assertThat(owner[place]).as("step %s, place %s", step, place).isZero();
          owner[place] = i + 1;
        }
      }
    }
  }
}
