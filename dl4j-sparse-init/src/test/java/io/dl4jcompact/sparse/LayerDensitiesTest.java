package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayerDensitiesTest {

  private static final double TOLERANCE = 1e-9;

  private static long size(long... shape) {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  private static long total(long[][] shapes) {
    return Arrays.stream(shapes).mapToLong(LayerDensitiesTest::size).sum();
  }

  /** The rule's formula as the papers have it, in fractions. */
  private static Rational weight(DensityRule rule, long... shape) {
    Rational in = Rational.of(shape[1]);
    Rational out = Rational.of(shape[0]);
    Rational kernel = Rational.ZERO;
    Rational positions = Rational.ONE;
    for (int i = 2; i < shape.length; i++) {
      kernel = kernel.plus(Rational.of(shape[i]));
      positions = positions.times(Rational.of(shape[i]));
    }
    return switch (rule) {
      case UNIFORM -> Rational.ONE;
      case ERDOS_RENYI -> in.plus(out).over(in.times(out));
      case ERDOS_RENYI_KERNEL -> in.plus(out).plus(kernel).over(in.times(out).times(positions));
    };
  }

  /**
   * p(l) in fractions. The cap is found otherwise than in the tested class: layers that have the
   * greatest weights are capped, the fewest for which no other exceeds 1.
   */
  private static Rational[] reference(
      DensityRule rule, long[][] shapes, double density, Set<Integer> dense) {
    List<Integer> order = new ArrayList<>(dense);
    Rational[] weights =
        Arrays.stream(shapes).map(shape -> weight(rule, shape)).toArray(Rational[]::new);
    Stream.iterate(0, i -> i + 1)
        .limit(shapes.length)
        .filter(i -> !dense.contains(i))
        .sorted((a, b) -> weights[b].minus(weights[a]).numerator().signum())
        .forEach(order::add);
    for (int full = dense.size(); full <= shapes.length; full++) {
      Rational left = Rational.of(density).times(Rational.of(total(shapes)));
      Rational share = Rational.ZERO;
      for (int i = 0; i < shapes.length; i++) {
        Rational size = Rational.of(size(shapes[order.get(i)]));
        left = i < full ? left.minus(size) : left;
        share = i < full ? share : share.plus(size.times(weights[order.get(i)]));
      }
      Rational sigma = full == shapes.length ? Rational.ZERO : left.over(share);
      if (full == shapes.length || !sigma.times(weights[order.get(full)]).exceeds(Rational.ONE)) {
        Rational[] densities = new Rational[shapes.length];
        for (int i = 0; i < shapes.length; i++) {
          densities[order.get(i)] = i < full ? Rational.ONE : sigma.times(weights[order.get(i)]);
        }
        return densities;
      }
    }
    throw new AssertionError("with all layers full there is none left");
  }

  static Stream<Arguments> published() {
    long[][][] networks = {
      Architectures.lenet300100(), Architectures.vgg16(), Architectures.resnet50()
    };
    return Arrays.stream(networks)
        .flatMap(
            shapes ->
                Arrays.stream(DensityRule.values())
                    .flatMap(
                        rule ->
                            Stream.of(1.0, 0.9, 0.5, 0.2, 0.1, 0.05, 0.02, 0.001)
                                .map(density -> Arguments.of(shapes, rule, density))));
  }

  @Test
  void publishedNetworksHaveThePublishedNumbersOfWeights() {
    assertThat(total(Architectures.lenet300100())).isEqualTo(266_200);
    // 138,357,544 parameters, 13,416 of them biases
    assertThat(total(Architectures.vgg16())).isEqualTo(138_357_544 - 13_416);
    // 25,557,032 parameters, 53,120 of them of batch normalisation, 1,000 biases
    assertThat(total(Architectures.resnet50())).isEqualTo(25_557_032 - 53_120 - 1_000);
    assertThat(Architectures.resnet50()).hasNumberOfRows(54);
  }

  @ParameterizedTest
  @MethodSource("published")
  void densitiesEqualThoseOfFractions(long[][] shapes, DensityRule rule, double density) {
    double[] densities = LayerDensities.of(rule, shapes, density, Set.of());

    double[] expected =
        Arrays.stream(reference(rule, shapes, density, Set.of()))
            .mapToDouble(Rational::toDouble)
            .toArray();
    assertArrayEquals(expected, densities, TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("published")
  void connectionsAddUpToTheDensity(long[][] shapes, DensityRule rule, double density) {
    double[] densities = LayerDensities.of(rule, shapes, density, Set.of());

    long[] connections = LayerDensities.connections(shapes, densities);

    assertThat((double) Arrays.stream(connections).sum())
        .isEqualTo(density * total(shapes), within(1.0));
    for (int layer = 0; layer < shapes.length; layer++) {
      assertThat((double) connections[layer])
          .isBetween(0.0, (double) size(shapes[layer]))
          .isEqualTo(densities[layer] * size(shapes[layer]), within(1.0));
    }
  }

  @Test
  void promisedNamesAreTheRules() {
    long[][] shapes = Architectures.resnet50();

    assertArrayEquals(
        LayerDensities.of(DensityRule.UNIFORM, shapes, 0.1, Set.of()),
        LayerDensities.uniform(shapes, 0.1));
    assertArrayEquals(
        LayerDensities.of(DensityRule.ERDOS_RENYI, shapes, 0.1, Set.of()),
        LayerDensities.erdosRenyi(shapes, 0.1));
    assertArrayEquals(
        LayerDensities.of(DensityRule.ERDOS_RENYI_KERNEL, shapes, 0.1, Set.of()),
        LayerDensities.erdosRenyiKernel(shapes, 0.1));
  }

  @ParameterizedTest
  @MethodSource("published")
  void exemptLayersStayDenseAndCount(long[][] shapes, DensityRule rule, double density) {
    Set<Integer> ends = Set.of(0, shapes.length - 1);
    long kept = size(shapes[0]) + size(shapes[shapes.length - 1]);
    if (kept >= density * total(shapes)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LayerDensities.of(rule, shapes, density, ends))
          .withMessageContaining("density is " + density)
          .withMessageContaining("expected more than the " + kept);
      return;
    }

    double[] densities = LayerDensities.of(rule, shapes, density, ends);

    double[] expected =
        Arrays.stream(reference(rule, shapes, density, ends))
            .mapToDouble(Rational::toDouble)
            .toArray();
    assertArrayEquals(expected, densities, TOLERANCE);
    assertThat(densities[0]).isEqualTo(1);
    assertThat(densities[shapes.length - 1]).isEqualTo(1);
  }

  @Test
  void cappedLayersGiveTheirRestToTheOthers() {
    // σ·(2 + 2)/(2·2) would exceed 1: the small layer is full, the other has the rest.
    long[][] shapes = {{2, 2}, {100, 100}};

    double[] densities = LayerDensities.erdosRenyi(shapes, 0.5);

    assertThat(densities[0]).isEqualTo(1);
    assertThat(densities[1]).isEqualTo((0.5 * 10_004 - 4) / 10_000, within(1e-15));
  }

  @Property
  void anyNetworkEqualsTheFractions(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 40) Integer> widths,
      @ForAll DensityRule rule,
      @ForAll @IntRange(min = 1, max = 5) int kernel,
      @ForAll @DoubleRange(min = 0.01, max = 1) double density) {
    long[][] shapes = new long[widths.size()][];
    long before = 7;
    for (int layer = 0; layer < shapes.length; layer++) {
      shapes[layer] = new long[] {widths.get(layer), before, kernel, kernel};
      before = widths.get(layer);
    }

    double[] densities = LayerDensities.of(rule, shapes, density, Set.of());

    double[] expected =
        Arrays.stream(reference(rule, shapes, density, Set.of()))
            .mapToDouble(Rational::toDouble)
            .toArray();
    assertArrayEquals(expected, densities, TOLERANCE);
    assertThat((double) Arrays.stream(LayerDensities.connections(shapes, densities)).sum())
        .isEqualTo(density * total(shapes), within(0.5 + TOLERANCE));
  }

  @Test
  void remaindersGoToTheLargestFirst() {
    long[][] shapes = {{1, 10}, {1, 10}, {1, 10}};

    assertThat(LayerDensities.connections(shapes, new double[] {0.16, 0.17, 0.17}))
        .containsExactly(1, 2, 2);
    assertThat(LayerDensities.connections(shapes, new double[] {0.15, 0.15, 0.1}))
        .containsExactly(2, 1, 1);
    assertThat(LayerDensities.connections(shapes, new double[] {0, 1, 0.5}))
        .containsExactly(0, 10, 5);
  }

  @Test
  void badArgumentsAreRefused() {
    long[][] shapes = {{4, 4}};
    for (double density : new double[] {0, -0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LayerDensities.uniform(shapes, density))
          .withMessage("density is " + density + ", expected more than 0 and at most 1");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDensities.uniform(new long[0][], 0.5))
        .withMessageContaining("no layers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDensities.uniform(new long[][] {{4}}, 0.5))
        .withMessageContaining("weight shape is [4]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDensities.uniform(new long[][] {{4, 0}}, 0.5))
        .withMessageContaining("weight shape is [4, 0]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDensities.of(DensityRule.UNIFORM, shapes, 0.5, Set.of(0)))
        .withMessageContaining("expected more than the 16");
    for (int index : new int[] {-1, 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> LayerDensities.of(DensityRule.UNIFORM, shapes, 0.5, Set.of(index)))
          .withMessage("the index of a layer that is kept dense is " + index + ", expected 0 to 0");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDensities.connections(shapes, new double[] {0.5, 0.5}))
        .withMessage("there are 2 densities, expected one for each of 1 layers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LayerDensities.connections(shapes, new double[] {1.5}))
        .withMessage("density of layer 0 is 1.5, expected 0 to 1");
  }
}
