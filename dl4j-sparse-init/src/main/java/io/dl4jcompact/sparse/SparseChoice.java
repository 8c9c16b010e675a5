package io.dl4jcompact.sparse;

import io.dl4jcompact.sparse.Sparsified.LayerChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which masks the layers of a configuration get.
 *
 * @param density of the network; of no use where densities are given
 * @param given densities by name; empty if they follow from the rule
 * @param dense names of layers that stay dense
 */
record SparseChoice(
    double density,
    Map<String, Double> given,
    DensityRule rule,
    boolean bernoulli,
    boolean denseFirst,
    boolean denseLast,
    Set<String> dense,
    long seed) {

  static SparseChoice of(double density, long seed) {
    LayerDensities.requireDensity("density", density);
    return new SparseChoice(
        density, Map.of(), DensityRule.ERDOS_RENYI_KERNEL, false, false, false, Set.of(), seed);
  }

  static SparseChoice given(Map<String, Double> densities, long seed) {
    densities.forEach(
        (name, density) ->
            LayerDensities.requireDensity("density of layer \"" + name + "\"", density));
    if (densities.isEmpty()) {
      throw new IllegalArgumentException("densities are empty, expected at least one");
    }
    return new SparseChoice(
        1, Map.copyOf(densities), DensityRule.UNIFORM, false, false, false, Set.of(), seed);
  }

  /** Refuses a rule where densities are given. */
  void requireRule() {
    if (!given.isEmpty()) {
      throw new IllegalArgumentException("densities are given, expected none beside a rule");
    }
  }

  SparseChoice withRule(DensityRule other) {
    requireRule();
    Objects.requireNonNull(other, "rule");
    return new SparseChoice(density, given, other, bernoulli, denseFirst, denseLast, dense, seed);
  }

  SparseChoice withSeed(long other) {
    return new SparseChoice(density, given, rule, bernoulli, denseFirst, denseLast, dense, other);
  }

  SparseChoice withBernoulli(boolean other) {
    return new SparseChoice(density, given, rule, other, denseFirst, denseLast, dense, seed);
  }

  SparseChoice withDenseFirst(boolean other) {
    return new SparseChoice(density, given, rule, bernoulli, other, denseLast, dense, seed);
  }

  SparseChoice withDenseLast(boolean other) {
    return new SparseChoice(density, given, rule, bernoulli, denseFirst, other, dense, seed);
  }

  SparseChoice withDense(Set<String> other) {
    return new SparseChoice(density, given, rule, bernoulli, denseFirst, denseLast, other, seed);
  }

  /** The same text for the same choice in every JVM. */
  @Override
  public String toString() {
    String shares = given.isEmpty() ? density + " " + rule : new TreeMap<>(given).toString();
    return "Sparsify[%s, bernoulli=%s, denseFirst=%s, denseLast=%s, dense=%s, seed=%d]"
        .formatted(shares, bernoulli, denseFirst, denseLast, new TreeSet<>(dense), seed);
  }

  /**
   * One weight parameter of a layer that can be sparse.
   *
   * @param stays whether it keeps all connections
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Weights(LayerNode node, String parameter, long[] shape, boolean stays) {

    int length() {
      long length = 1;
      for (long each : shape) {
        length = Math.multiplyExact(length, each);
      }
      return Math.toIntExact(length);
    }
  }

  /**
   * Makes the layers sparse, in place, and says of each what became of it.
   *
   * @param saliencies in place of the rule
   */
  List<LayerChange> replace(List<LayerNode> nodes, Optional<Saliencies> saliencies) {
    List<LayerNode> layers = nodes.stream().filter(LayerNode::isLayer).toList();
    requireNames(layers);
    List<Weights> weights = weights(layers);
    Map<LayerNode, Map<String, MaskRule>> masks = masks(weights, saliencies);
    List<LayerChange> changes = new ArrayList<>();
    for (LayerNode node : layers) {
      List<Weights> own = weights.stream().filter(each -> each.node() == node).toList();
      changes.add(change(node, own, masks.getOrDefault(node, Map.of())));
    }
    masks.forEach((node, rules) -> node.replace(new SparseLayer(node.layer(), rules)));
    return changes;
  }

  private List<Weights> weights(List<LayerNode> layers) {
    List<Weights> weights = new ArrayList<>();
    for (LayerNode node : layers) {
      if (SupportedLayers.obstacle(node.layer()).isEmpty()) {
        WeightShapes.of(node.conf(), node.name())
            .forEach(
                (parameter, shape) ->
                    weights.add(new Weights(node, parameter, shape, staysDense(node))));
      }
    }
    if (weights.isEmpty()) {
      throw new IllegalArgumentException(
          "Sparsify: no layer can be sparse, expected one with weights among "
              + layers.stream().map(LayerNode::name).toList());
    }
    return weights;
  }

  private boolean staysDense(LayerNode node) {
    return dense.contains(node.name())
        || (denseFirst && node.isFirst())
        || (denseLast && node.isLast())
        || (!given.isEmpty() && !given.containsKey(node.name()));
  }

  /** The rules of all parameters that do not keep all connections. */
  private Map<LayerNode, Map<String, MaskRule>> masks(
      List<Weights> weights, Optional<Saliencies> saliencies) {
    long[][] shapes = weights.stream().map(Weights::shape).toArray(long[][]::new);
    double[] densities = densities(weights, saliencies, shapes);
    long[] connections = LayerDensities.connections(shapes, densities);
    Map<LayerNode, Map<String, MaskRule>> masks = new LinkedHashMap<>();
    for (int i = 0; i < connections.length; i++) {
      Weights each = weights.get(i);
      requireConnections(each, connections[i], densities[i]);
      boolean full = bernoulli ? densities[i] == 1 : connections[i] == each.length();
      if (!full) {
        long own =
            SplitMix.derive(
                SplitMix.derive(seed, each.node().name().hashCode()), each.parameter().hashCode());
        MaskRule mask =
            bernoulli
                ? MaskRule.bernoulli(densities[i], own)
                : MaskRule.exact((double) connections[i] / each.length(), own);
        masks.computeIfAbsent(each.node(), node -> new TreeMap<>()).put(each.parameter(), mask);
      }
    }
    return masks;
  }

  private double[] densities(
      List<Weights> weights, Optional<Saliencies> saliencies, long[]... shapes) {
    if (!given.isEmpty()) {
      return weights.stream()
          .mapToDouble(each -> each.stays() ? 1 : given.get(each.node().name()))
          .toArray();
    }
    Set<Integer> full = new HashSet<>();
    for (int i = 0; i < shapes.length; i++) {
      if (weights.get(i).stays()) {
        full.add(i);
      }
    }
    if (saliencies.isPresent()) {
      float[][] values =
          weights.stream()
              .map(each -> saliencies.get().of(each.node().key(), each.parameter()))
              .toArray(float[][]::new);
      return SaliencyDensities.of(values, density, full);
    }
    return LayerDensities.of(rule, shapes, density, full);
  }

  private static void requireConnections(Weights weights, long connections, double density) {
    if (connections == 0) {
      throw new IllegalArgumentException(
          "Sparsify: layer \"%s\" would have %s of its %d weights %s connected, expected at least one; raise the density"
              .formatted(
                  weights.node().name(),
                  density * weights.length(),
                  weights.length(),
                  weights.parameter()));
    }
  }

  private void requireNames(List<LayerNode> layers) {
    List<String> names = layers.stream().map(LayerNode::name).toList();
    Set<String> wanted = new HashSet<>(dense);
    wanted.addAll(given.keySet());
    for (String name : wanted) {
      LayerNode node =
          layers.stream()
              .filter(layer -> layer.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Sparsify: no layer is named \"%s\", expected one of %s"
                              .formatted(name, names)));
      SupportedLayers.obstacle(node.layer())
          .ifPresent(
              obstacle -> {
                throw new IllegalArgumentException(
                    "Sparsify: layer \"%s\" (%s) %s; leave its name out"
                        .formatted(name, node.layer().getClass().getSimpleName(), obstacle));
              });
    }
  }

  private static LayerChange change(
      LayerNode node, List<Weights> weights, Map<String, MaskRule> masks) {
    Optional<String> obstacle = SupportedLayers.obstacle(node.layer());
    String note =
        obstacle.isPresent()
            ? "left, " + obstacle.get()
            : masks.isEmpty()
                ? weights.get(0).stays() ? "left, kept dense" : "left, the rule gives it all"
                : masks.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue().spec())
                    .collect(Collectors.joining(", "));
    long all = 0;
    long connected = 0;
    for (Weights each : weights) {
      MaskRule mask = masks.get(each.parameter());
      all += each.length();
      connected += mask == null ? each.length() : mask.mask(each.length()).connections();
    }
    return new LayerChange(
        node.name(), node.layer().getClass().getSimpleName(), all, connected, note);
  }
}
