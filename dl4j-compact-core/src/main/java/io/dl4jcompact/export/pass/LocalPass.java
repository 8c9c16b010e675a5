package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;

/** A pass with one local rule, tried at every node until it fits nowhere. */
abstract class LocalPass implements Pass {

  /**
   * Rewrites around a node if the rule fits there. Every rewriting must leave fewer places where it
   * fits.
   *
   * @param editor of the graph; its changes count only if the rule fits
   * @return whether it fitted
   */
  abstract boolean rewrite(Graph graph, Node node, GraphEditor editor);

  @Override
  public final Graph apply(Graph graph, Takeovers takeovers) {
    Graph current = graph;
    Graph next = once(current, takeovers);
    while (next != current) {
      current = next;
      next = once(current, takeovers);
    }
    return current;
  }

  private Graph once(Graph graph, Takeovers takeovers) {
    for (Node node : graph.nodes()) {
      GraphEditor editor = new GraphEditor(graph, takeovers);
      if (rewrite(graph, node, editor)) {
        return editor.graph();
      }
    }
    return graph;
  }
}
