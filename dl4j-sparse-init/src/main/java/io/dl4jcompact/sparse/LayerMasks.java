package io.dl4jcompact.sparse;

import io.dl4jcompact.core.LayerInstances;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The masks of a layer's parameters, by the parameters' names: their rules, which are written, and
 * the arrays that follow from them, which are not.
 */
final class LayerMasks implements Serializable {

  private final Map<String, MaskRule> rules;
  private transient Map<String, Connections> connections;

  LayerMasks(Map<String, MaskRule> rules) {
    this.rules = new TreeMap<>(rules);
  }

  /** Masks of rules in text form. */
  static Map<String, MaskRule> parse(Map<String, String> specs) {
    return specs.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> MaskRule.parse(entry.getValue())));
  }

  /** The rules in text form. */
  Map<String, String> specs() {
    Map<String, String> specs = new TreeMap<>();
    rules.forEach((parameter, rule) -> specs.put(parameter, rule.spec()));
    return specs;
  }

  LayerMasks copy() {
    return new LayerMasks(rules);
  }

  Set<String> parameters() {
    return Set.copyOf(rules.keySet());
  }

  /** Null for a parameter without a mask. */
  MaskRule rule(String parameter) {
    return rules.get(parameter);
  }

  boolean isMasked(String parameter) {
    return rules.containsKey(parameter);
  }

  /** Refuses a parameter without a mask, in the layer's name. */
  void requireMasked(String parameter, SparseLayer layer) {
    LayerInstances.settings(layer)
        .require(
            isMasked(parameter),
            "the parameter of a mask",
            "\"" + parameter + "\"",
            "one of " + rules.keySet(),
            "name one that the layer was given a mask for");
  }

  /** Refuses a parameter without a mask and, once the layer's sizes are known, another length. */
  void requireLength(String parameter, int length, SparseLayer layer) {
    requireMasked(parameter, layer);
    if (layer.getNIn() > 0) {
      long expected = WeightShapes.length(layer.getUnderlying(), parameter);
      LayerInstances.settings(layer)
          .require(
              length == expected,
              "the length of the mask of " + parameter,
              length,
              expected + ", the number of its weights",
              "give a mask of that length");
    }
  }

  /** Refuses rules without a mask for a layer's parameters, in the layer's name. */
  void requireFit(Map<String, INDArray> parameters, SparseLayer layer) {
    for (Map.Entry<String, MaskRule> entry : rules.entrySet()) {
      String parameter = entry.getKey();
      try {
        connections(parameter).mask(Math.toIntExact(parameters.get(parameter).length()));
      } catch (IllegalArgumentException e) {
        String setting = "mask of " + parameter;
        throw new IllegalArgumentException(
            LayerInstances.settings(layer)
                .message(setting, entry.getValue(), e.getMessage(), "give another"),
            e);
      }
    }
  }

  /** Gives a parameter that has a mask another one. */
  synchronized void set(String parameter, Mask mask) {
    rules.put(parameter, MaskRule.given(mask));
    connections = null;
  }

  /** Writes 0 where a weight is not connected; nothing for a parameter without a mask. */
  void disconnecti(String parameter, INDArray values) {
    if (isMasked(parameter)) {
      connections(parameter).disconnecti(values);
    }
  }

  /** What keeps a parameter's unconnected weights at 0; the parameter must have a mask. */
  synchronized Connections connections(String parameter) {
    if (connections == null) {
      connections = new HashMap<>();
    }
    return connections.computeIfAbsent(parameter, key -> new Connections(rules.get(key)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerMasks masks && rules.equals(masks.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules.toString();
  }
}
