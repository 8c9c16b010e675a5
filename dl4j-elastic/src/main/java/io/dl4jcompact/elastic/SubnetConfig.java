package io.dl4jcompact.elastic;

import java.io.IOException;
import java.io.Serializable;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.type.TypeReference;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * The size of every elastic dimension of every layer: what a subnet is. Immutable.
 *
 * <p>Layers are in the network's order, by name, or by index where they have none. The text form is
 * {@code conv1:width=16,kernel=3;dense:width=64}.
 */
public final class SubnetConfig implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LinkedHashMap<String, EnumMap<Dimension, Integer>> sizes;

  private SubnetConfig(LinkedHashMap<String, EnumMap<Dimension, Integer>> sizes) {
    this.sizes = sizes;
  }

  /** Of these sizes; layers without any are left out. */
  static SubnetConfig of(Map<String, Map<Dimension, Integer>> sizes) {
    LinkedHashMap<String, EnumMap<Dimension, Integer>> copy = new LinkedHashMap<>();
    sizes.forEach(
        (layer, ofLayer) -> {
          if (!ofLayer.isEmpty()) {
            copy.put(layer, new EnumMap<>(ofLayer));
          }
        });
    return new SubnetConfig(copy);
  }

  /** Every dimension at its full size. */
  public static SubnetConfig largest(Model network) {
    return ElasticNetwork.of(network).config(choices -> choices[choices.length - 1]);
  }

  /** Every dimension at its smallest size. */
  public static SubnetConfig smallest(Model network) {
    return ElasticNetwork.of(network).config(choices -> choices[0]);
  }

  /**
   * The same with another size.
   *
   * @throws IllegalArgumentException if the layer has no such dimension
   */
  public SubnetConfig with(String layer, Dimension dimension, int size) {
    size(layer, dimension);
    SubnetConfig changed = of(Collections.unmodifiableMap(sizes));
    changed.sizes.get(layer).put(dimension, size);
    return changed;
  }

  /**
   * One size.
   *
   * @throws IllegalArgumentException if the layer has no such dimension
   */
  public int size(String layer, Dimension dimension) {
    Integer size = sizes(layer).get(dimension);
    if (size == null) {
      throw new IllegalArgumentException(
          "no %s of layer \"%s\" in the subnet %s".formatted(dimension.spec(), layer, this));
    }
    return size;
  }

  /** All sizes of a layer; none if it is not in the subnet. */
  public Map<Dimension, Integer> sizes(String layer) {
    EnumMap<Dimension, Integer> ofLayer = sizes.get(layer);
    return ofLayer == null ? Map.of() : Collections.unmodifiableMap(ofLayer);
  }

  /** Names of the layers, in the network's order. */
  public List<String> layers() {
    return List.copyOf(sizes.keySet());
  }

  /** As an object of objects: {@code {"conv1":{"width":16,"kernel":3}}}. */
  public String toJson() {
    Map<String, Map<String, Integer>> plain = new LinkedHashMap<>();
    sizes.forEach(
        (layer, ofLayer) -> {
          Map<String, Integer> bySpec = new LinkedHashMap<>();
          ofLayer.forEach((dimension, size) -> bySpec.put(dimension.spec(), size));
          plain.put(layer, bySpec);
        });
    try {
      return JSON.writeValueAsString(plain);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Reads what {@link #toJson} writes.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static SubnetConfig fromJson(String json) {
    try {
      Map<String, Map<String, Integer>> plain =
          JSON.readValue(json, new TypeReference<LinkedHashMap<String, Map<String, Integer>>>() {});
      Map<String, Map<Dimension, Integer>> sizes = new LinkedHashMap<>();
      plain.forEach(
          (layer, bySpec) -> {
            Map<Dimension, Integer> ofLayer = new EnumMap<>(Dimension.class);
            bySpec.forEach(
                (spec, size) -> ofLayer.put(Dimension.parse(spec), Objects.requireNonNull(size)));
            sizes.put(layer, ofLayer);
          });
      return of(sizes);
    } catch (IOException | NullPointerException e) {
      throw new IllegalArgumentException("no subnet: " + json, e);
    }
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SubnetConfig parse(String spec) {
    Map<String, Map<Dimension, Integer>> sizes = new LinkedHashMap<>();
    for (String part : spec.isEmpty() ? new String[0] : spec.split(";", -1)) {
      String[] named = part.split(":", -1);
      if (named.length != 2) {
        throw new IllegalArgumentException(
            "subnet is \"" + spec + "\", expected for example dense:width=64,depth=1;out:width=8");
      }
      Map<Dimension, Integer> ofLayer = new EnumMap<>(Dimension.class);
      for (String assignment : named[1].split(",", -1)) {
        String[] sides = (assignment + "=").split("=", -1);
        ofLayer.put(Dimension.parse(sides[0]), number(spec, sides[1]));
      }
      sizes.put(URLDecoder.decode(named[0], StandardCharsets.UTF_8), ofLayer);
    }
    return of(sizes);
  }

  private static int number(String spec, String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "subnet is \"" + spec + "\", expected a number in place of \"" + digits + "\"", e);
    }
  }

  /** The text form, which {@link #parse} reads. */
  @Override
  public String toString() {
    return sizes.entrySet().stream()
        .map(
            entry ->
                URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8)
                    + ":"
                    + entry.getValue().entrySet().stream()
                        .map(size -> size.getKey().spec() + "=" + size.getValue())
                        .collect(Collectors.joining(",")))
        .collect(Collectors.joining(";"));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SubnetConfig that && sizes.equals(that.sizes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sizes);
  }
}
