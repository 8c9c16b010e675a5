package io.dl4jcompact.runtime.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model: nodes in an order in which they can run, and the names of those whose results it gives.
 *
 * <p>Immutable. A graph that exists is valid: names are unique, every input comes before its use,
 * every operation takes the types it is given, every output is of floats.
 */
public final class Graph {

  private final List<Node> nodes;
  private final List<String> outputs;
  private final Map<String, Node> byName;
  private final Map<String, TensorType> types;

  /**
   * @param nodes in topological order
   * @param outputs names of the nodes whose results the model gives, at least one
   * @throws IllegalArgumentException if the graph is not valid; the message names the node
   */
  public Graph(List<Node> nodes, List<String> outputs) {
    this.nodes = List.copyOf(nodes);
    this.outputs = List.copyOf(outputs);
    this.byName = new LinkedHashMap<>();
    this.types = new LinkedHashMap<>();
    for (Node node : this.nodes) {
      add(node);
    }
    requireOutputs();
  }

  private void add(Node node) {
    List<TensorType> inputs = new ArrayList<>();
    for (String input : node.inputs()) {
      TensorType type = types.get(input);
      if (type == null) {
        throw new IllegalArgumentException(
            "node '" + node.name() + "' takes '" + input + "', which no node before it gives");
      }
      inputs.add(type);
    }
    if (byName.put(node.name(), node) != null) {
      throw new IllegalArgumentException("two nodes are named '" + node.name() + "'");
    }
    try {
      types.put(node.name(), node.op().outputType(inputs));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(
          node.op().getClass().getSimpleName() + " '" + node.name() + "': " + e.getMessage(), e);
    }
  }

  private void requireOutputs() {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a graph needs at least one output");
    }
    for (String output : outputs) {
      if (type(output).element() != ElementType.FLOAT) {
        throw new IllegalArgumentException(
            "output '" + output + "' must be of floats, is " + type(output));
      }
    }
  }

  /** All nodes, each after those whose results it takes. */
  public List<Node> nodes() {
    return nodes;
  }

  /** Names of the nodes whose results the model gives. */
  public List<String> outputs() {
    return outputs;
  }

  /** The nodes through which values come in, in the order in which a session takes them. */
  public List<Node> inputs() {
    List<Node> inputs = new ArrayList<>();
    for (Node node : nodes) {
      if (node.op() instanceof Input) {
        inputs.add(node);
      }
    }
    return List.copyOf(inputs);
  }

  /**
   * @throws IllegalArgumentException if there is no node of this name
   */
  public Node node(String name) {
    return require(byName, name);
  }

  /**
   * The type of a node's result.
   *
   * @throws IllegalArgumentException if there is no node of this name
   */
  public TensorType type(String name) {
    return require(types, name);
  }

  /** The types of what a node takes. */
  public List<TensorType> inputTypes(Node node) {
    List<TensorType> inputTypes = new ArrayList<>();
    for (String input : node.inputs()) {
      inputTypes.add(type(input));
    }
    return List.copyOf(inputTypes);
  }

  /** The nodes that take a node's result, in order. */
  public List<Node> consumers(String name) {
    return nodes.stream().filter(node -> node.inputs().contains(name)).toList();
  }

  /**
   * The node that alone takes a result, if it is one node, takes it once, and the result is no
   * output of the graph; else null. Where this gives a node, the two can be fused.
   */
  public Node onlyConsumer(String name) {
    List<Node> consumers = consumers(name);
    boolean once =
        consumers.size() == 1
            && Collections.frequency(consumers.get(0).inputs(), name) == 1
            && !outputs.contains(name);
    return once ? consumers.get(0) : null;
  }

  private <T> T require(Map<String, T> map, String name) {
    T found = map.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no node is named '" + name + "'");
    }
    return found;
  }
}
