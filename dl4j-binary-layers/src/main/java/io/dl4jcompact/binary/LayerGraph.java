package io.dl4jcompact.binary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;

/** What comes after what in a configuration of either kind. */
final class LayerGraph {

  private final List<Node> nodes = new ArrayList<>();

  /** A layer, or a vertex of a graph that is none. */
  static final class Node {

    private final String name;
    private final NeuralNetConfiguration conf;
    private final boolean hasWeights;
    private final boolean output;
    private final Consumer<NeuralNetConfiguration> insertion;
    private final List<Node> inputs = new ArrayList<>();
    private final List<Node> consumers = new ArrayList<>();

    private Node(
        String name,
        NeuralNetConfiguration conf,
        boolean hasWeights,
        boolean output,
        Consumer<NeuralNetConfiguration> insertion) {
      this.name = name;
      this.conf = conf;
      this.hasWeights = hasWeights;
      this.output = output;
      this.insertion = insertion;
    }

    String name() {
      return name;
    }

    /** The layer; empty for a vertex that is none. */
    Optional<Layer> layer() {
      return Optional.ofNullable(conf).map(NeuralNetConfiguration::getLayer);
    }

    void replace(Layer layer) {
      conf.setLayer(layer);
    }

    /** Puts another layer in front of this one, into the configuration, not into this graph. */
    void insertBefore(Layer layer) {
      NeuralNetConfiguration other = conf.clone();
      other.setLayer(layer);
      // Names of parameters that it had while it was one layer.
      other.clearVariables();
      conf.clearVariables();
      insertion.accept(other);
    }

    /** Whether users see its result. */
    boolean isOutput() {
      return output;
    }

    List<Node> consumers() {
      return consumers;
    }

    /** Whether no layer with weights comes before. */
    boolean isFirst() {
      return inputs.stream().noneMatch(input -> input.hasWeights || !input.isFirst());
    }

    /** Whether no layer with weights comes after. */
    boolean isLast() {
      return consumers.stream().noneMatch(next -> next.hasWeights || !next.isLast());
    }
  }

  static LayerGraph of(MultiLayerConfiguration configuration) {
    LayerGraph graph = new LayerGraph();
    int last = configuration.getConfs().size() - 1;
    for (NeuralNetConfiguration conf : configuration.getConfs()) {
      int index = graph.nodes.size();
      String given = conf.getLayer().getLayerName();
      String name = given == null ? String.valueOf(index) : given;
      boolean hasWeights = LayersWithWeights.contain(conf.getLayer());
      Node node =
          new Node(
              name, conf, hasWeights, index == last, other -> insert(configuration, conf, other));
      if (!graph.nodes.isEmpty()) {
        connect(graph.nodes.get(graph.nodes.size() - 1), node);
      }
      graph.nodes.add(node);
    }
    return graph;
  }

  static LayerGraph of(ComputationGraphConfiguration configuration) {
    LayerGraph graph = new LayerGraph();
    Map<String, Node> byName = new HashMap<>();
    configuration
        .getVertices()
        .forEach(
            (name, vertex) -> {
              NeuralNetConfiguration conf =
                  vertex instanceof LayerVertex layer ? layer.getLayerConf() : null;
              boolean output = configuration.getNetworkOutputs().contains(name);
              boolean hasWeights = LayersWithWeights.contain(vertex);
              Node node =
                  new Node(
                      name, conf, hasWeights, output, other -> insert(configuration, name, other));
              byName.put(name, node);
              graph.nodes.add(node);
            });
    configuration
        .getVertexInputs()
        .forEach(
            (name, inputs) ->
                // The graph's own inputs are no vertices.
                inputs.stream()
                    .filter(byName::containsKey)
                    .forEach(input -> connect(byName.get(input), byName.get(name))));
    return graph;
  }

  /** Moves what comes behind, by one; the layer's preprocessor comes before the new one. */
  private static void insert(
      MultiLayerConfiguration configuration,
      NeuralNetConfiguration before,
      NeuralNetConfiguration conf) {
    List<NeuralNetConfiguration> confs = configuration.getConfs();
    int index = 0;
    while (confs.get(index) != before) {
      index++;
    }
    Map<Integer, InputPreProcessor> moved = new HashMap<>();
    for (Map.Entry<Integer, InputPreProcessor> entry :
        configuration.getInputPreProcessors().entrySet()) {
      moved.put(entry.getKey() > index ? entry.getKey() + 1 : entry.getKey(), entry.getValue());
    }
    confs.add(index, conf);
    configuration.setInputPreProcessors(moved);
  }

  private static void insert(
      ComputationGraphConfiguration configuration, String before, NeuralNetConfiguration conf) {
    LayerVertex behind = (LayerVertex) configuration.getVertices().get(before);
    String name = before + SeparatedLayer.SUFFIX;
    configuration.getVertices().put(name, new LayerVertex(conf, behind.getPreProcessor()));
    behind.setPreProcessor(null);
    Map<String, List<String>> inputs = configuration.getVertexInputs();
    inputs.put(name, inputs.get(before));
    inputs.put(before, List.of(name));
    configuration.setTopologicalOrder(null);
    configuration.setTopologicalOrderStr(null);
  }

  private static void connect(Node from, Node to) {
    from.consumers.add(to);
    to.inputs.add(from);
  }

  /** The names of the layers, in the order of the configuration. */
  List<String> layerNames() {
    return nodes.stream().filter(node -> node.layer().isPresent()).map(Node::name).toList();
  }

  /** In the order of the configuration. */
  List<Node> nodes() {
    return nodes;
  }
}
