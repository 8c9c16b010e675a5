package io.dl4jcompact.elastic;

import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.elastic.layers.ElasticOperator;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The elastic layers of an initialised network.
 *
 * @param operators by the layer's name, or its index where it has none; in the network's order
 */
record ElasticNetwork(Map<String, ElasticOperator> operators) {

  /**
   * The elastic layers, frozen and wrapped ones too.
   *
   * @throws IllegalArgumentException if it is another kind of network, or not initialised
   */
  static ElasticNetwork of(Model network) {
    Map<String, ElasticOperator> operators = new LinkedHashMap<>();
    for (Layer layer : layers(network)) {
      if (unwrapped(layer) instanceof ElasticOperator operator) {
        operators.put(name(layer), operator);
      }
    }
    return new ElasticNetwork(operators);
  }

  static Layer[] layers(Model network) {
    Layer[] layers;
    if (network instanceof MultiLayerNetwork list) {
      layers = list.getLayers();
    } else if (network instanceof ComputationGraph graph) {
      layers = graph.getLayers();
    } else {
      throw new IllegalArgumentException(
          "network is "
              + Objects.requireNonNull(network, "network").getClass().getName()
              + ", expected a MultiLayerNetwork or a ComputationGraph");
    }
    if (layers == null || Arrays.asList(layers).contains(null)) {
      throw new IllegalArgumentException("network is not initialised: call init() first");
    }
    return layers;
  }

  static Layer unwrapped(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return unwrapped(frozen.getInsideLayer());
    }
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  static String name(Layer layer) {
    String name = layer.conf().getLayer().getLayerName();
    return name == null ? String.valueOf(layer.getIndex()) : name;
  }

  /** The choices of all layers that have any. */
  Map<String, Map<Dimension, int[]>> choices() {
    Map<String, Map<Dimension, int[]>> choices = new LinkedHashMap<>();
    operators.forEach(
        (name, operator) -> {
          Map<Dimension, int[]> ofLayer = operator.slices().conf().choices();
          if (!ofLayer.isEmpty()) {
            choices.put(name, ofLayer);
          }
        });
    return choices;
  }

  /** A subnet by a rule that takes one of each dimension's choices. */
  SubnetConfig config(ToIntFunction<int[]> rule) {
    Map<String, Map<Dimension, Integer>> sizes = new LinkedHashMap<>();
    choices()
        .forEach(
            (name, ofLayer) -> {
              Map<Dimension, Integer> chosen = new EnumMap<>(Dimension.class);
              ofLayer.forEach(
                  (dimension, choices) -> chosen.put(dimension, rule.applyAsInt(choices)));
              sizes.put(name, chosen);
            });
    return SubnetConfig.of(sizes);
  }

  /** The subnet that is active. */
  SubnetConfig active() {
    Map<String, Map<Dimension, Integer>> sizes = new LinkedHashMap<>();
    operators.forEach((name, operator) -> sizes.put(name, operator.slices().sizes()));
    return SubnetConfig.of(sizes);
  }

  /**
   * Refuses a subnet that has another layer or dimension than the network, lacks one, or has a size
   * that is not permitted.
   */
  void requireFits(SubnetConfig config) {
    Map<String, Map<Dimension, int[]>> choices = choices();
    for (String name : config.layers()) {
      if (!choices.containsKey(name)) {
        throw new IllegalArgumentException(
            "the subnet has a layer \"%s\", expected one of %s".formatted(name, choices.keySet()));
      }
    }
    choices.forEach((name, ofLayer) -> requireFits(name, ofLayer, config.sizes(name)));
  }

  private void requireFits(
      String name, Map<Dimension, int[]> choices, Map<Dimension, Integer> sizes) {
    String type = operators.get(name).slices().conf().getClass().getSimpleName();
    LayerSettings settings = new LayerSettings(type, name);
    settings.require(
        sizes.keySet().equals(choices.keySet()),
        "the subnet's sizes",
        specs(sizes),
        "a size for each of " + choices.keySet().stream().map(Dimension::spec).toList(),
        "start from SubnetConfig.largest(network)");
    sizes.forEach(
        (dimension, size) ->
            settings.require(
                IntStream.of(choices.get(dimension)).anyMatch(choice -> choice == size),
                dimension.spec(),
                size,
                "one of " + Arrays.toString(choices.get(dimension)),
                "take a size that the layer was built with"));
  }

  private static String specs(Map<Dimension, Integer> sizes) {
    return sizes.entrySet().stream()
        .map(entry -> entry.getKey().spec() + "=" + entry.getValue())
        .collect(Collectors.joining(",", "[", "]"));
  }

  void activate(SubnetConfig config) {
    requireFits(config);
    operators.forEach((name, operator) -> operator.slices().activate(config.sizes(name)));
  }
}
