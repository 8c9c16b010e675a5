package io.dl4jcompact.elastic;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.deeplearning4j.nn.api.Model;

/**
 * The subnets that may be drawn from a network: a size for each axis; what no axis varies is at its
 * full size. Immutable.
 *
 * @param full the largest subnet
 * @param axes in the network's order
 */
public record SubnetSpace(SubnetConfig full, List<Axis> axes) {

  public SubnetSpace {
    axes = List.copyOf(axes);
  }

  /**
   * One dimension of one layer, or of several that always have the same size.
   *
   * @param layers names of the layers
   * @param sizes permitted sizes, ascending, the last the full one
   */
  public record Axis(Dimension dimension, List<String> layers, List<Integer> sizes) {
    public Axis {
      layers = List.copyOf(layers);
      sizes = List.copyOf(sizes);
    }
  }

  /** Every dimension of every layer on its own. */
  public static SubnetSpace of(Model network) {
    List<Axis> axes = new ArrayList<>();
    ElasticNetwork.of(network)
        .choices()
        .forEach(
            (layer, choices) ->
                choices.forEach(
                    (dimension, sizes) ->
                        axes.add(
                            new Axis(
                                dimension,
                                List.of(layer),
                                Arrays.stream(sizes).boxed().toList()))));
    return new SubnetSpace(SubnetConfig.largest(network), axes);
  }

  /** Those of these subnets that vary in these dimensions alone. */
  public SubnetSpace only(Set<Dimension> dimensions) {
    return new SubnetSpace(
        full, axes.stream().filter(axis -> dimensions.contains(axis.dimension())).toList());
  }

  /**
   * Those of these subnets of which some layers have the same sizes in a dimension, as the branches
   * of a sum must have.
   *
   * @throws IllegalArgumentException if one of the layers does not vary in it, or they have other
   *     choices
   */
  public SubnetSpace tied(Dimension dimension, String... layers) {
    List<String> names = List.of(layers);
    List<Axis> tied =
        axes.stream()
            .filter(axis -> axis.dimension() == dimension)
            .filter(axis -> axis.layers().stream().anyMatch(names::contains))
            .toList();
    List<String> found = tied.stream().flatMap(axis -> axis.layers().stream()).toList();
    boolean equal = tied.stream().map(Axis::sizes).distinct().count() == 1;
    if (!equal || !found.containsAll(names)) {
      throw new IllegalArgumentException(
          "cannot tie the %s of %s: expected layers with the same choices, but they are %s"
              .formatted(dimension.spec(), names, tied));
    }
    List<Axis> changed = new ArrayList<>(axes);
    int place = changed.indexOf(tied.get(0));
    changed.removeAll(tied);
    changed.add(place, new Axis(dimension, found, tied.get(0).sizes()));
    return new SubnetSpace(full, changed);
  }

  /** How many subnets there are. */
  public BigInteger count() {
    return axes.stream()
        .map(axis -> BigInteger.valueOf(axis.sizes().size()))
        .reduce(BigInteger.ONE, BigInteger::multiply);
  }

  /** The subnet with the smallest size of each axis. */
  public SubnetConfig smallest() {
    return subnet(axis -> 0);
  }

  /**
   * The subnet at a place between the smallest and the largest.
   *
   * @param share 0 for the smallest, 1 for the largest: each axis has the size nearest to that
   *     share of its list, of two equally near ones the larger
   */
  public SubnetConfig between(double share) {
    return subnet(axis -> (int) Math.round(share * (axis.sizes().size() - 1)));
  }

  /**
   * A subnet by a rule.
   *
   * @param index gives the index of one of an axis' sizes
   */
  public SubnetConfig subnet(ToIntFunction<Axis> index) {
    Map<String, Map<Dimension, Integer>> sizes = new LinkedHashMap<>();
    for (String layer : full.layers()) {
      sizes.put(layer, new LinkedHashMap<>(full.sizes(layer)));
    }
    for (Axis axis : axes) {
      int size = axis.sizes().get(index.applyAsInt(axis));
      axis.layers().forEach(layer -> sizes.get(layer).put(axis.dimension(), size));
    }
    return SubnetConfig.of(sizes);
  }

  /**
   * The subnet nearest to another one: on each axis its first layer's size there, at full size
   * elsewhere.
   *
   * @throws IllegalArgumentException if that is not one of the axis' sizes
   */
  public SubnetConfig project(SubnetConfig config) {
    return subnet(axis -> index(axis, config));
  }

  /**
   * Where a subnet is on an axis: the index of its first layer's size.
   *
   * @throws IllegalArgumentException if that is not one of the axis' sizes
   */
  public int index(Axis axis, SubnetConfig config) {
    String layer = axis.layers().get(0);
    int size = config.size(layer, axis.dimension());
    int index = axis.sizes().indexOf(size);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s of layer \"%s\" is %d, expected one of %s"
              .formatted(axis.dimension().spec(), layer, size, axis.sizes()));
    }
    return index;
  }

  /**
   * All subnets, the smallest first, the largest last.
   *
   * @param limit the most that there may be
   * @throws IllegalArgumentException if there are more
   */
  public List<SubnetConfig> all(int limit) {
    if (count().compareTo(BigInteger.valueOf(limit)) > 0) {
      throw new IllegalArgumentException(
          "there are %s subnets, expected at most %d; tie layers, or take some of them"
              .formatted(count(), limit));
    }
    List<SubnetConfig> all = List.of(full);
    for (Axis axis : axes) {
      List<SubnetConfig> next = new ArrayList<>();
      for (SubnetConfig config : all) {
        for (int size : axis.sizes()) {
          SubnetConfig changed = config;
          for (String layer : axis.layers()) {
            changed = changed.with(layer, axis.dimension(), size);
          }
          next.add(changed);
        }
      }
      all = next;
    }
    return List.copyOf(all);
  }
}
