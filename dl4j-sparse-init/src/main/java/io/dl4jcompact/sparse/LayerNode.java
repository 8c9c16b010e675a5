package io.dl4jcompact.sparse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/** A layer of a configuration of either kind, or a vertex that is none. */
final class LayerNode {

  private final String name;
  private final String key;
  private final NeuralNetConfiguration conf;
  private final List<LayerNode> inputs = new ArrayList<>();
  private final List<LayerNode> consumers = new ArrayList<>();

  /**
   * @param key by which networks name the layer's parameters
   * @param conf null for a vertex that is no layer
   */
  private LayerNode(String name, String key, NeuralNetConfiguration conf) {
    this.name = name;
    this.key = key;
    this.conf = conf;
  }

  /** All layers and vertices, in the order of the configuration. */
  static List<LayerNode> of(MultiLayerConfiguration configuration) {
    List<LayerNode> nodes = new ArrayList<>();
    for (NeuralNetConfiguration conf : configuration.getConfs()) {
      String given = conf.getLayer().getLayerName();
      String index = String.valueOf(nodes.size());
      LayerNode node = new LayerNode(given == null ? index : given, index, conf);
      if (!nodes.isEmpty()) {
        connect(nodes.get(nodes.size() - 1), node);
      }
      nodes.add(node);
    }
    return nodes;
  }

  /** As {@link #of(MultiLayerConfiguration)}. */
  static List<LayerNode> of(ComputationGraphConfiguration configuration) {
    Map<String, LayerNode> nodes = new LinkedHashMap<>();
    configuration
        .getVertices()
        .forEach(
            (name, vertex) ->
                nodes.put(
                    name,
                    new LayerNode(
                        name,
                        name,
                        vertex instanceof LayerVertex layer ? layer.getLayerConf() : null)));
    configuration
        .getVertexInputs()
        .forEach(
            (name, sources) ->
                // The graph's own inputs are no vertices.
                sources.stream()
                    .filter(nodes::containsKey)
                    .forEach(source -> connect(nodes.get(source), nodes.get(name))));
    return List.copyOf(nodes.values());
  }

  private static void connect(LayerNode from, LayerNode to) {
    from.consumers.add(to);
    to.inputs.add(from);
  }

  /** The layer's name, or its index where it has none. */
  String name() {
    return name;
  }

  /** The layer's index in a list, its name in a graph. */
  String key() {
    return key;
  }

  boolean isLayer() {
    return conf != null;
  }

  Layer layer() {
    return conf.getLayer();
  }

  NeuralNetConfiguration conf() {
    return conf;
  }

  void replace(Layer layer) {
    conf.setLayer(layer);
  }

  private boolean canBeSparse() {
    return isLayer() && SupportedLayers.obstacle(layer()).isEmpty();
  }

  /** Whether no layer that can be sparse comes before. */
  boolean isFirst() {
    return inputs.stream().noneMatch(input -> input.canBeSparse() || !input.isFirst());
  }

  /** Whether no layer that can be sparse comes after. */
  boolean isLast() {
    return consumers.stream().noneMatch(next -> next.canBeSparse() || !next.isLast());
  }
}
