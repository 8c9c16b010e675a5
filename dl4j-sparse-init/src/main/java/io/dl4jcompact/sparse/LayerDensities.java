package io.dl4jcompact.sparse;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The share of connected weights of each layer, p(l), such that a whole network has a given one:
 *
 * <pre>
 * Σ_l p(l)·N(l) = density · Σ_l N(l),   0 < p(l) ≤ 1,   N(l) = number of weights of layer l
 * p(l) = min(1, σ·{@link DensityRule weight}(l))
 * </pre>
 *
 * <p>σ is solved for. Where the cap at 1 takes connections from a layer, the others get them: σ is
 * solved again over the layers below the cap until none exceeds it. A density is 1 - S, where S is
 * the sparsity, the share of weights that are not connected.
 *
 * <p>Shapes of weights: [nIn, nOut] or [nOut, nIn], then the kernel's lengths, for example [64, 3,
 * 7, 7].
 */
public final class LayerDensities {

  private LayerDensities() {}

  /**
   * The same density for every layer.
   *
   * @param weightShapes of each layer
   * @param density of the network, in (0, 1]
   * @return p(l), in (0, 1]
   * @throws IllegalArgumentException if there is no layer, or a shape or the density is out of its
   *     range
   */
  public static double[] uniform(long[][] weightShapes, double density) {
    return of(DensityRule.UNIFORM, weightShapes, density, Set.of());
  }

  /**
   * p(l) = min(1, σ·(n_in + n_out) / (n_in·n_out)): smaller layers keep more connections. Arguments
   * and errors as for {@link #uniform}.
   */
  public static double[] erdosRenyi(long[][] weightShapes, double density) {
    return of(DensityRule.ERDOS_RENYI, weightShapes, density, Set.of());
  }

  /**
   * p(l) = min(1, σ·(n_in + n_out + kh + kw) / (n_in·n_out·kh·kw)). Arguments and errors as for
   * {@link #uniform}.
   */
  public static double[] erdosRenyiKernel(long[][] weightShapes, double density) {
    return of(DensityRule.ERDOS_RENYI_KERNEL, weightShapes, density, Set.of());
  }

  /**
   * Densities by a rule, where some layers keep all their connections. These count: the others get
   * fewer, so that the network has the density.
   *
   * @param rule how layers share the density
   * @param weightShapes of each layer
   * @param density of the network, in (0, 1]
   * @param dense indices of the layers that keep all connections
   * @return p(l), in (0, 1], exact but for the rounding of doubles
   * @throws IllegalArgumentException if the dense layers alone have as many connections as the
   *     network may have, or more, or an argument is out of its range
   */
  public static double[] of(
      DensityRule rule, long[][] weightShapes, double density, Set<Integer> dense) {
    long[] sizes = sizes(weightShapes);
    requireDensity("density", density);
    dense.forEach(layer -> requireIndex(layer, sizes.length));
    boolean[] full = new boolean[sizes.length];
    dense.forEach(layer -> full[layer] = true);
    double target = density * Arrays.stream(sizes).sum();
    requireRoom(sizes, full, target, density);
    double[] weights = Arrays.stream(weightShapes).mapToDouble(rule::weight).toArray();
    double factor = factor(sizes, weights, full, target);
    return IntStream.range(0, sizes.length)
        .mapToDouble(layer -> full[layer] ? 1 : Math.min(1, factor * weights[layer]))
        .toArray();
  }

  /** Solves for σ; layers that exceed 1 become full. */
  private static double factor(long[] sizes, double[] weights, boolean[] full, double target) {
    while (true) {
      double left = target;
      double share = 0;
      for (int layer = 0; layer < sizes.length; layer++) {
        left -= full[layer] ? sizes[layer] : 0;
        share += full[layer] ? 0 : weights[layer] * sizes[layer];
      }
      if (share == 0) {
        return 0;
      }
      double factor = left / share;
      boolean capped = false;
      for (int layer = 0; layer < sizes.length; layer++) {
        if (!full[layer] && factor * weights[layer] > 1) {
          full[layer] = true;
          capped = true;
        }
      }
      if (!capped) {
        return factor;
      }
    }
  }

  private static void requireIndex(int layer, int layers) {
    if (layer < 0 || layer >= layers) {
      throw new IllegalArgumentException(
          "the index of a layer that is kept dense is %d, expected 0 to %d"
              .formatted(layer, layers - 1));
    }
  }

  /** Refuses dense layers that leave the others nothing. */
  static void requireRoom(long[] sizes, boolean[] full, double target, double density) {
    long kept = 0;
    boolean all = true;
    for (int layer = 0; layer < sizes.length; layer++) {
      kept += full[layer] ? sizes[layer] : 0;
      all &= full[layer];
    }
    if (all ? density != 1 : kept > 0 && kept >= target) {
      throw new IllegalArgumentException(
          ("density is %s of %d weights, which is %.1f connections, expected more than the %d of"
                  + " the layers that are kept dense; raise the density or keep fewer layers dense")
              .formatted(density, Arrays.stream(sizes).sum(), target, kept));
    }
  }

  /**
   * How many weights of each layer are connected. Each gets the whole part of p(l)·N(l); the
   * connections that are missing to round(Σ_l p(l)·N(l)) go to the layers with the largest
   * remainders, one each, the first of equal ones first.
   *
   * @param weightShapes of each layer
   * @param densities p(l), each in [0, 1]
   * @return numbers of connections whose sum is round(Σ_l p(l)·N(l))
   * @throws IllegalArgumentException if there is not one density for each layer, or a shape or a
   *     density is out of its range
   */
  public static long[] connections(long[][] weightShapes, double[] densities) {
    long[] sizes = sizes(weightShapes);
    if (densities.length != sizes.length) {
      throw new IllegalArgumentException(
          "there are %d densities, expected one for each of %d layers"
              .formatted(densities.length, sizes.length));
    }
    double[] remainders = new double[sizes.length];
    long[] counts = new long[sizes.length];
    double total = 0;
    for (int layer = 0; layer < sizes.length; layer++) {
      double wanted = densities[layer] * sizes[layer];
      if (!(densities[layer] >= 0 && densities[layer] <= 1)) {
        throw new IllegalArgumentException(
            "density of layer %d is %s, expected 0 to 1".formatted(layer, densities[layer]));
      }
      counts[layer] = (long) wanted;
      remainders[layer] = wanted - counts[layer];
      total += wanted;
    }
    long missing = Math.round(total) - Arrays.stream(counts).sum();
    List<Integer> order =
        IntStream.range(0, sizes.length)
            .boxed()
            .sorted(Comparator.comparingDouble(layer -> -remainders[layer]))
            .toList();
    for (int i = 0; i < missing; i++) {
      counts[order.get(i)]++;
    }
    return counts;
  }

  private static long[] sizes(long[][] weightShapes) {
    if (weightShapes.length == 0) {
      throw new IllegalArgumentException("there are no layers, expected at least one weight shape");
    }
    return Arrays.stream(weightShapes).mapToLong(LayerDensities::size).toArray();
  }

  private static long size(long... shape) {
    if (shape.length < 2 || Arrays.stream(shape).anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          "weight shape is %s, expected two or more lengths of at least 1: neurons, neurons, kernel"
              .formatted(Arrays.toString(shape)));
    }
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  static void requireDensity(String name, double density) {
    if (!(density > 0 && density <= 1)) {
      throw new IllegalArgumentException(
          "%s is %s, expected more than 0 and at most 1".formatted(name, density));
    }
  }
}
