package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph's nodes, open for changes; nodes that nothing needs any more fall away at the end. */
final class GraphEditor {

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<String> outputs;

  GraphEditor(Graph graph) {
    graph.nodes().forEach(this::put);
    outputs = new ArrayList<>(graph.outputs());
  }

  /** The node of this name as it is now. */
  Node node(String name) {
    return nodes.get(name);
  }

  /** Adds a node, or replaces the one of that name. */
  void put(Node node) {
    nodes.put(node.name(), node);
  }

  /** Makes all who take one node's result take another's, the graph's outputs among them. */
  void redirect(String from, String to) {
    nodes.replaceAll((name, node) -> node.withInputs(renamed(node.inputs(), from, to)));
    outputs.replaceAll(output -> output.equals(from) ? to : output);
  }

  private static List<String> renamed(List<String> names, String from, String to) {
    return names.stream().map(name -> name.equals(from) ? to : name).toList();
  }

  /** The graph as it is now, put in order. */
  Graph graph() {
    Map<String, Node> ordered = new LinkedHashMap<>();
    nodes.values().stream()
        .filter(node -> node.op() instanceof Input)
        .forEach(node -> ordered.put(node.name(), node));
    outputs.forEach(output -> visit(output, ordered));
    return new Graph(List.copyOf(ordered.values()), outputs);
  }

  private void visit(String name, Map<String, Node> ordered) {
    if (ordered.containsKey(name)) {
      return;
    }
    Node node = nodes.get(name);
    node.inputs().forEach(input -> visit(input, ordered));
    ordered.put(name, node);
  }
}
