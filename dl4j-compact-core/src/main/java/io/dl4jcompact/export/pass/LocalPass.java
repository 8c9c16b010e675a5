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
    Graph next = sweep(current, takeovers);
    while (next != current) {
      current = next;
      next = sweep(current, takeovers);
    }
    return current;
  }

  /** Goes on where a rule fitted, and not from the start, which long graphs would take ages for. */
  private Graph sweep(Graph graph, Takeovers takeovers) {
    Graph current = graph;
    int index = 0;
    while (index < current.nodes().size()) {
      GraphEditor editor = new GraphEditor(current, takeovers);
      if (rewrite(current, current.nodes().get(index), editor)) {
        current = editor.graph();
      } else {
        index++;
      }
    }
    return current;
  }
}
