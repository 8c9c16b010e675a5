package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Nodes in a row that work element by element, each the only one to take the result before it.
 *
 * @param nodes {@link Affine} and {@link Activate} nodes, maybe none
 * @param end the only node that takes the chain's result; null if there is none or there are more
 */
record ElementChain(List<Node> nodes, Node end) {

  /** The longest chain behind a node. */
  static ElementChain after(Graph graph, Node start) {
    List<Node> nodes = new ArrayList<>();
    Node next = graph.onlyConsumer(start.name());
    while (next != null && isElement(next)) {
      nodes.add(next);
      next = graph.onlyConsumer(next.name());
    }
    return new ElementChain(List.copyOf(nodes), next);
  }

  /** The longest chain in front of a node. */
  static ElementChain before(Graph graph, Node end) {
    List<Node> nodes = new ArrayList<>();
    Node next = end;
    Node previous = graph.node(end.inputs().get(0));
    while (isElement(previous) && graph.onlyConsumer(previous.name()) == next) {
      nodes.add(0, previous);
      next = previous;
      previous = graph.node(next.inputs().get(0));
    }
    return new ElementChain(List.copyOf(nodes), end);
  }

  private static boolean isElement(Node node) {
    return node.op() instanceof Affine || node.op() instanceof Activate;
  }

  /** The chain's function at a channel, in the float arithmetic that inference uses. */
  float apply(int channel, float x) {
    float value = x;
    for (Node node : nodes) {
      value = apply(node, channel, value);
    }
    return value;
  }

  /**
   * Whether no node gives NaN for x. If none does for the least and the greatest x, none does
   * between, where all go one way: what overflows there has overflowed at an end, to the same
   * infinity.
   */
  boolean staysNumber(int channel, float x) {
    float value = x;
    for (Node node : nodes) {
      value = apply(node, channel, value);
      if (Float.isNaN(value)) {
        return false;
      }
    }
    return true;
  }

  private static float apply(Node node, int channel, float x) {
    return node.op() instanceof Affine affine
        ? affine.apply(channel, x)
        : ((Activate) node.op()).activation().apply(x);
  }

  /** How the chain's function at a channel goes; rounding keeps it so. */
  Direction direction(int channel) {
    Direction direction = Direction.RISING;
    for (Node node : nodes) {
      direction =
          direction.then(
              node.op() instanceof Affine affine
                  ? Direction.ofScale(affine.scale().channel(channel, 1))
                  : Direction.of(((Activate) node.op()).activation()));
    }
    return direction;
  }
}
