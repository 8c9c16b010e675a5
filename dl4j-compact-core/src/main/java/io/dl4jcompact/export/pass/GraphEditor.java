package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph's nodes, open for changes; nodes that nothing needs any more fall away at the end. */
final class GraphEditor {

  private final Graph graph;
  private final Takeovers takeovers;
  private Map<String, Node> copied;
  private List<String> outputs;

  /** The graph is copied with the first change, which most editors never see. */
  GraphEditor(Graph graph, Takeovers takeovers) {
    this.graph = graph;
    this.takeovers = takeovers;
    outputs = graph.outputs();
  }

  private Map<String, Node> nodes() {
    if (copied == null) {
      copied = new LinkedHashMap<>();
      graph.nodes().forEach(node -> copied.put(node.name(), node));
    }
    return copied;
  }

  /** The node of this name as it is now. */
  Node node(String name) {
    return nodes().get(name);
  }

  /** Adds a node, or replaces the one of that name. */
  void put(Node node) {
    nodes().put(node.name(), node);
  }

  /** Makes all who take one node's result take another's, the graph's outputs among them. */
  void redirect(String from, String to) {
    nodes().replaceAll((name, node) -> node.withInputs(renamed(node.inputs(), from, to)));
    outputs = renamed(outputs, from, to);
  }

  /** Lets one node do another's work too: all who take the other's result take its result. */
  void fold(String node, String into) {
    redirect(node, into);
    noteFold(node, into);
  }

  /** Writes down that one node does another's work too. */
  void noteFold(String node, String into) {
    takeovers.fold(node, into);
  }

  /** Takes out a node that computes what another does. */
  void share(String node, String other) {
    redirect(node, other);
    takeovers.share(node, other);
  }

  /** Takes out a node that gives what it takes. */
  void drop(Node node) {
    redirect(node.name(), node.inputs().get(0));
    takeovers.drop(node.name());
  }

  private static List<String> renamed(List<String> names, String from, String to) {
    return names.stream().map(name -> name.equals(from) ? to : name).toList();
  }

  /** The graph as it is now, put in order. */
  Graph graph() {
    Map<String, Node> ordered = new LinkedHashMap<>();
    nodes().values().stream()
        .filter(node -> node.op() instanceof Input)
        .forEach(node -> ordered.put(node.name(), node));
    outputs.forEach(output -> visit(output, ordered));
    return new Graph(List.copyOf(ordered.values()), outputs);
  }

  private void visit(String name, Map<String, Node> ordered) {
    if (ordered.containsKey(name)) {
      return;
    }
    Node node = nodes().get(name);
    node.inputs().forEach(input -> visit(input, ordered));
    ordered.put(name, node);
  }
}
