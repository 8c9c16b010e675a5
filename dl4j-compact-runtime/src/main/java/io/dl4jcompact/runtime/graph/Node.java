package io.dl4jcompact.runtime.graph;

import java.util.List;
import java.util.Objects;

/**
 * One operation of a graph, named as its result.
 *
 * @param name unique within the graph, not blank
 * @param layer the layer of the trained network that it comes from, for reports and messages
 * @param op what is computed
 * @param inputs names of the nodes whose results it takes, in order
 */
public record Node(String name, String layer, Op op, List<String> inputs) {

  /**
   * @throws IllegalArgumentException if the name is blank
   */
  public Node {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a node's name must not be blank");
    }
    Objects.requireNonNull(layer, "layer");
    Objects.requireNonNull(op, "op");
    inputs = List.copyOf(inputs);
  }

  /** The same node with another operation. */
  public Node with(Op other) {
    return new Node(name, layer, other, inputs);
  }

  /** The same node with other inputs. */
  public Node withInputs(List<String> others) {
    return new Node(name, layer, op, others);
  }
}
